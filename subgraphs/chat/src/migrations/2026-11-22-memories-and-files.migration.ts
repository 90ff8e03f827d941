import type { MongoMigration } from '@polyphony/platform/mongo';

export const memoriesAndFiles: MongoMigration = {
  name: '2026-11-22-memories-and-files',
  async up(db) {
    await db.collection('chatbot_memory').createIndexes([
      { key: { user_id: 1, created_at: -1, _id: -1 }, name: 'user_id_created_at' },
      { key: { user_id: 1, importance: -1 }, name: 'user_id_importance' },
      { key: { user_id: 1, tags: 1 }, name: 'user_id_tags' },
      { key: { conversation_id: 1, created_at: 1 }, name: 'conversation_id' },
      { key: { expires_at: 1 }, expireAfterSeconds: 0, name: 'expires_at_ttl' },
    ]);
    await db.collection('uploaded_files').createIndexes([
      { key: { user_id: 1, created_at: -1 }, name: 'user_id_created_at' },
      { key: { conversation_id: 1, created_at: 1 }, name: 'conversation_id' },
    ]);
  },
};
