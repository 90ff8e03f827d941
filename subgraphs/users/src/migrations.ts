import type { MongoMigration } from '@polyphony/platform/mongo';

/** Collections and indexes, in the order in which they came. */
export const usersMigrations: readonly MongoMigration[] = [
  {
    name: '2026-11-22-accounts',
    async up(db) {
      await db
        .collection('users')
        .createIndexes([
          { key: { username_key: 1 }, unique: true },
          { key: { email_key: 1 }, unique: true },
          { key: { is_active: 1, created_at: -1 } },
          { key: { role: 1 } },
        ]);
      await db.collection('user_settings').createIndexes([{ key: { user_id: 1 }, unique: true }]);
    },
  },
  {
    name: '2026-11-22-sessions',
    async up(db) {
      await db
        .collection('sessions')
        .createIndexes([
          { key: { token_hash: 1 }, unique: true },
          { key: { previous_token_hashes: 1 } },
          { key: { user_id: 1, expires_at: -1 } },
          { key: { expires_at: 1 }, expireAfterSeconds: 0 },
        ]);
    },
  },
  {
    name: '2026-11-22-api-keys',
    async up(db) {
      await db
        .collection('user_api_keys')
        .createIndexes([
          { key: { key_hash: 1 }, unique: true },
          { key: { user_id: 1, created_at: -1 } },
          { key: { purge_at: 1 }, expireAfterSeconds: 0 },
        ]);
    },
  },
];
