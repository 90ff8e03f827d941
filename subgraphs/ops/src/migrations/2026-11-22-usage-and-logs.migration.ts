import type { MongoMigration } from '@polyphony/platform/mongo';

export const usageAndLogs: MongoMigration = {
  name: '2026-11-22-usage-and-logs',
  async up(db) {
    await db.collection('api_usage').createIndex({ user_id: 1 }, { unique: true, name: 'user_id_unique' });
    await db.collection('usage_entries').createIndexes([
      { key: { key: 1 }, unique: true, name: 'key_unique' },
      { key: { user_id: 1, created_at: -1 }, name: 'user_id_created_at' },
      { key: { expires_at: 1 }, expireAfterSeconds: 0, name: 'expires_at_ttl' },
    ]);
    // Each way to filter the list, followed by the order of the list, so that a page is read straight from its index.
    await db.collection('system_logs').createIndexes([
      { key: { created_at: -1, _id: -1 }, name: 'created_at' },
      { key: { service: 1, created_at: -1, _id: -1 }, name: 'service_created_at' },
      { key: { service: 1, level: 1, created_at: -1, _id: -1 }, name: 'service_level' },
      { key: { level: 1, created_at: -1, _id: -1 }, name: 'level_created_at' },
      { key: { expires_at: 1 }, expireAfterSeconds: 0, name: 'expires_at_ttl' },
    ]);
  },
};
