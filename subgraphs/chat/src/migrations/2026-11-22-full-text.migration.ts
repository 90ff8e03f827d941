import { MongoServerError, type Db } from 'mongodb';
import type { MongoMigration } from '@polyphony/platform/mongo';
import { fullTextIndexes, type FullTextIndex } from '../conversations/full-text.indexes.ts';

export const fullText: MongoMigration = {
  name: '2026-11-22-full-text',
  async up(db) {
    for (const [collection, index] of Object.entries(fullTextIndexes)) await createTextIndex(db, collection, index);
  },
};

/** Some servers that speak MongoDB's protocol have no text indexes; the search then matches patterns instead. */
async function createTextIndex(db: Db, collection: string, { name, field, only }: FullTextIndex) {
  try {
    // Without a language no word is stemmed or left out: users write in many.
    const options = { name, default_language: 'none', ...(only && { partialFilterExpression: only }) };
    await db.collection(collection).createIndex({ user_id: 1, [field]: 'text' }, options);
  } catch (error) {
    if (!(error instanceof MongoServerError && /not supported|not implemented/i.test(error.message))) throw error;
  }
}
