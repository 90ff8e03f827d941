import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { usersMigrations } from './migrations.ts';

describe('migrations of users', () => {
  let mongo: MongoConnection;
  beforeAll(async () => {
    mongo = await startTestMongo();
    const migrate = () => migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    await Promise.all([migrate(), migrate()]);
  });
  afterAll(() => mongo.close());

  const indexes = async (collection: string) => {
    const found = await mongo.db.collection(collection).indexes();
    return found.map(({ key, unique, expireAfterSeconds }) => ({ key, unique, expireAfterSeconds }));
  };

  it('make names, tokens, keys and settings unique', async () => {
    expect(await indexes('users')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: { username_key: 1 }, unique: true }),
        expect.objectContaining({ key: { email_key: 1 }, unique: true }),
      ]),
    );
    expect(await indexes('sessions')).toContainEqual(expect.objectContaining({ key: { token_hash: 1 }, unique: true }));
    expect(await indexes('user_api_keys')).toContainEqual(
      expect.objectContaining({ key: { key_hash: 1 }, unique: true }),
    );
    expect(await indexes('user_settings')).toContainEqual(
      expect.objectContaining({ key: { user_id: 1 }, unique: true }),
    );
  });

  it('let the store remove expired sessions and keys', async () => {
    expect(await indexes('sessions')).toContainEqual(
      expect.objectContaining({ key: { expires_at: 1 }, expireAfterSeconds: 0 }),
    );
    expect(await indexes('user_api_keys')).toContainEqual(
      expect.objectContaining({ key: { purge_at: 1 }, expireAfterSeconds: 0 }),
    );
  });

  it('can run again after a process died in their middle', async () => {
    for (const migration of usersMigrations) await expect(migration.up(mongo.db)).resolves.toBeUndefined();
  });
});
