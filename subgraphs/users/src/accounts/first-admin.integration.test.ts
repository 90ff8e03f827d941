import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { usersMigrations } from '../migrations.ts';
import { PasswordHasher } from '../passwords/password.hasher.ts';
import { sampleUser } from '../testing/sample-user.ts';
import { createFirstAdmin } from './first-admin.ts';
import { UserRepository } from './user.repository.ts';

describe('first administrator', () => {
  let mongo: MongoConnection;
  let users: UserRepository;
  const hasher = new PasswordHasher({ concurrent: 2 });
  const create = () =>
    createFirstAdmin({
      users,
      hasher,
      username: 'Admin',
      email: 'admin@example.com',
      dailyQuota: 1000,
      log: silentLogger,
    });

  beforeEach(async () => {
    mongo = await startTestMongo();
    await migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    users = new UserRepository(mongo.db);
  });
  afterEach(() => mongo.close());

  it('is made once, with a password that is stored only as a hash', async () => {
    const made = await create();
    expect(made).toEqual({ username: 'Admin', password: expect.stringMatching(/^[\w-]{20}$/) });
    const stored = await users.findByLoginKey('admin');
    expect(stored).toMatchObject({ role: 'ADMIN', is_active: true, must_change_password: true });
    expect(JSON.stringify(stored)).not.toContain(made?.password);
    await expect(hasher.verify(stored?.password_hash ?? '', made?.password ?? '')).resolves.toBe(true);
    await expect(create()).resolves.toBeNull();
  });

  it('is made by exactly one of several processes that start at once', async () => {
    const made = await Promise.all([create(), create(), create(), create()]);
    expect(made.filter(admin => admin !== null)).toHaveLength(1);
    expect(await mongo.db.collection('users').countDocuments()).toBe(1);
  });

  it('is not made when any administrator exists, nor out of an ordinary account', async () => {
    await users.insert(sampleUser('admin'));
    await expect(create()).resolves.toBeNull();
    await expect(users.hasRole('ADMIN')).resolves.toBe(false);
    await users.insert(sampleUser('root', { role: 'ADMIN' }));
    await expect(create()).resolves.toBeNull();
  });
});
