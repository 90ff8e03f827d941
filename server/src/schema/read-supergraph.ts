import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The supergraph as composed at build time and checked in CI. */
export function readSupergraph(): Promise<string> {
  return readFile(path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql'), 'utf8');
}
