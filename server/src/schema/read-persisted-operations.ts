import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The SDK's operations by their SHA-256. */
export async function readPersistedOperations(): Promise<Record<string, string>> {
  const file = path.resolve(import.meta.dirname, '../../../schema/persisted-operations.json');
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
}
