import { DocumentIndex } from './document-index.ts';
import { TextIndex } from './text-index.ts';
import type { IndexDefinition } from './index-definition.ts';

/** An empty index of the kind its definition asks for. */
export function createIndex(definition: IndexDefinition): DocumentIndex | TextIndex {
  return definition.textFields.length > 0 ? new TextIndex(definition) : new DocumentIndex(definition);
}
