import type { Db, Document } from 'mongodb';
import { anyWordPattern } from '../pattern.ts';
import { fullTextIndexes } from './full-text.indexes.ts';

/** How a query for words becomes a part of a pipeline. */
export interface TextMatcher {
  /** Matches documents whose field holds any word of the query. */
  filter(field: string, query: string): Document;
  /** The expression of a match's relevance. */
  readonly score: unknown;
}

const byTextIndex: TextMatcher = {
  filter: (_field, query) => ({ $text: { $search: query } }),
  score: { $meta: 'textScore' },
};

/** For servers without text indexes: reads all that the user has, and ranks by age alone. */
const byPattern: TextMatcher = {
  filter: (field, query) => ({ [field]: anyWordPattern(query) }),
  score: { $literal: 1 },
};

/** Uses the text indexes where the server could make them. */
export async function createTextMatcher(db: Db): Promise<TextMatcher> {
  for (const [collection, { name }] of Object.entries(fullTextIndexes)) {
    const indexes = await db.collection(collection).indexes();
    if (!indexes.some(index => index.name === name)) return byPattern;
  }
  return byTextIndex;
}
