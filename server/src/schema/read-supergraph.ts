import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the supergraph is that was composed at build time and checked in CI. */
export const supergraphPath = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

export function readSupergraph(): Promise<string> {
  return readFile(supergraphPath, 'utf8');
}
