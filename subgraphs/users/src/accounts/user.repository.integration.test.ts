import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { ObjectId } from 'mongodb';
import { usersMigrations } from '../migrations.ts';
import { sampleUser } from '../testing/sample-user.ts';
import { UserRepository } from './user.repository.ts';

describe('user repository', () => {
  let mongo: MongoConnection;
  let users: UserRepository;
  const ann = sampleUser('Ann');
  const at = new Date('2026-02-02T00:00:00Z');

  beforeAll(async () => {
    mongo = await startTestMongo();
    await migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    users = new UserRepository(mongo.db);
    await users.insert(ann);
  });
  afterAll(() => mongo.close());

  it('finds a user by username or email key', async () => {
    await expect(users.findByLoginKey('ann')).resolves.toEqual(ann);
    await expect(users.findByLoginKey('ann@example.com')).resolves.toEqual(ann);
    await expect(users.findByLoginKey('bob')).resolves.toBeNull();
  });

  it('finds users by id and leaves out ids of nobody', async () => {
    const id = ann._id.toHexString();
    await expect(users.findByIds([id, new ObjectId().toHexString(), 'no id', id])).resolves.toEqual([ann]);
    await expect(users.findByIds([])).resolves.toEqual([]);
  });

  it('refuses a name that only differs in case, naming the field', async () => {
    const sameName = sampleUser('ANN', { email_key: 'other@example.com' });
    await expect(users.insert(sameName)).rejects.toMatchObject({ code: 'CONFLICT', extensions: { field: 'username' } });
    const sameEmail = sampleUser('anna', { email_key: ann.email_key });
    await expect(users.insert(sameEmail)).rejects.toMatchObject({ code: 'CONFLICT', extensions: { field: 'email' } });
    await expect(users.checkFree(sameName)).rejects.toMatchObject({ extensions: { field: 'username' } });
    await expect(users.checkFree(sameEmail)).rejects.toMatchObject({ extensions: { field: 'email' } });
    await expect(users.checkFree(sampleUser('free'))).resolves.toBeUndefined();
  });

  it('lets exactly one of many that insert the same name at once succeed', async () => {
    const attempts = Array.from({ length: 20 }, (_, index) =>
      sampleUser('race', { email_key: `race${index}@example.com` }),
    );
    const results = await Promise.allSettled(attempts.map(user => users.insert(user)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await mongo.db.collection('users').countDocuments({ username_key: 'race' })).toBe(1);
  });

  it('replaces a password only if it is still the one that was checked', async () => {
    const bob = sampleUser('bob', { must_change_password: true });
    await users.insert(bob);
    const replace = (from: string, to: string) => users.replacePassword(bob._id, { from, to, at });
    await expect(replace('another', 'new')).resolves.toBe(false);
    await expect(replace(bob.password_hash, 'new')).resolves.toBe(true);
    await expect(replace(bob.password_hash, 'newer')).resolves.toBe(false);
    await expect(users.findById(bob._id)).resolves.toMatchObject({
      password_hash: 'new',
      must_change_password: false,
      updated_at: at,
    });
  });

  it('changes what an administrator sets and answers the changed user', async () => {
    const carol = sampleUser('carol');
    await users.insert(carol);
    await expect(users.change(carol._id, { role: 'ADMIN', daily_quota: 5 }, at)).resolves.toEqual({
      ...carol,
      role: 'ADMIN',
      daily_quota: 5,
      updated_at: at,
    });
    await expect(users.change(new ObjectId(), { is_active: false }, at)).resolves.toBeNull();
    await expect(users.hasRole('ADMIN')).resolves.toBe(true);
    await expect(users.hasRole('DEVELOPER')).resolves.toBe(false);
  });

  it('keeps when and from where somebody logged in', async () => {
    await users.recordLogin(ann._id, { at, address: '192.0.2.1' });
    await expect(users.findById(ann._id)).resolves.toMatchObject({ last_login_at: at, last_ip: '192.0.2.1' });
  });
});
