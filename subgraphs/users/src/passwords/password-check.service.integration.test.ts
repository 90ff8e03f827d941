import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { createMemoryRateLimiter } from '@polyphony/platform/rate-limits';
import type { UserDocument } from '../accounts/user.document.ts';
import { UserRepository } from '../accounts/user.repository.ts';
import { usersMigrations } from '../migrations.ts';
import { createClock } from '../testing/clock.ts';
import { sampleUser } from '../testing/sample-user.ts';
import { PasswordAttemptRepository } from './password-attempt.repository.ts';
import { PasswordCheckService } from './password-check.service.ts';
import { PasswordHasher } from './password.hasher.ts';

class CountingHasher extends PasswordHasher {
  verified = 0;

  override verify(hash: string, password: string): Promise<boolean> {
    this.verified += 1;
    return super.verify(hash, password);
  }
}

const limit = { attempts: 5, lockSeconds: 900 };
const isLocked = expect.objectContaining({ code: 'RATE_LIMITED' });

describe('password checks', () => {
  let mongo: MongoConnection;
  let passwordHash: string;
  let ann: UserDocument;
  let hasher: CountingHasher;
  let accounts = 0;
  const clock = createClock();
  const rateLimiter = createMemoryRateLimiter();
  const newService = () =>
    new PasswordCheckService({
      attempts: new PasswordAttemptRepository(mongo.db),
      hasher,
      rateLimiter,
      limit,
      now: clock.now,
    });

  beforeAll(async () => {
    mongo = await startTestMongo();
    await migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    passwordHash = await new PasswordHasher({ concurrent: 1 }).hash('correct horse');
  });
  afterAll(async () => {
    await rateLimiter.close();
    await mongo.close();
  });

  beforeEach(async () => {
    accounts += 1;
    hasher = new CountingHasher({ concurrent: 4 });
    ann = sampleUser(`ann${accounts}`, { password_hash: passwordHash });
    await new UserRepository(mongo.db).insert(ann);
  });

  it('tell a right password from a wrong one', async () => {
    const service = newService();
    await expect(service.check(ann, 'correct horse')).resolves.toBe(true);
    await expect(service.check(ann, 'Correct horse')).resolves.toBe(false);
  });

  it('lock an account after too many wrong passwords, even against the right one, and say for how long', async () => {
    const service = newService();
    for (let attempt = 0; attempt < limit.attempts; attempt += 1) {
      await expect(service.check(ann, 'wrong')).resolves.toBe(false);
    }
    clock.advance(100);
    await expect(service.check(ann, 'correct horse')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      extensions: { retryAfterSeconds: 800 },
    });
    expect(hasher.verified).toBe(limit.attempts);
  });

  it('open the account again when the lock lapses, for as many attempts as before', async () => {
    const service = newService();
    for (let attempt = 0; attempt < limit.attempts; attempt += 1) await service.check(ann, 'wrong');
    clock.advance(limit.lockSeconds);
    for (let attempt = 0; attempt < limit.attempts - 1; attempt += 1) {
      await expect(service.check(ann, 'wrong')).resolves.toBe(false);
    }
    await expect(service.check(ann, 'correct horse')).resolves.toBe(true);
  });

  it('forget wrong passwords after the right one', async () => {
    const service = newService();
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < limit.attempts - 1; attempt += 1) await service.check(ann, 'wrong');
      await expect(service.check(ann, 'correct horse')).resolves.toBe(true);
    }
  });

  it('never look at more passwords than allowed, however many come at once on several processes', async () => {
    const processes = Array.from({ length: 5 }, newService);
    const results = await Promise.allSettled(
      processes.flatMap(service => Array.from({ length: 10 }, (_, index) => service.check(ann, `guess ${index}`))),
    );
    expect(hasher.verified).toBe(limit.attempts);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(50 - limit.attempts);
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toEqual(isLocked);
  });

  it('let many right passwords in at once', async () => {
    const service = newService();
    const results = await Promise.all(Array.from({ length: 20 }, () => service.check(ann, 'correct horse')));
    expect(results).toEqual(Array.from({ length: 20 }, () => true));
  });

  it('do not count an attempt that the overloaded hasher refused', async () => {
    const service = newService();
    const overloaded = new PasswordCheckService({
      attempts: new PasswordAttemptRepository(mongo.db),
      hasher: new (class extends PasswordHasher {
        override verify(): Promise<boolean> {
          return Promise.reject(new Error('overloaded'));
        }
      })({ concurrent: 1 }),
      rateLimiter,
      limit,
      now: clock.now,
    });
    for (let attempt = 0; attempt < 2 * limit.attempts; attempt += 1) {
      await expect(overloaded.check(ann, 'correct horse')).rejects.toThrow('overloaded');
    }
    await expect(service.check(ann, 'correct horse')).resolves.toBe(true);
  });

  it('treat an account that does not exist like one with a wrong password, the lock included', async () => {
    const service = newService();
    for (let attempt = 0; attempt < limit.attempts; attempt += 1) {
      await expect(service.checkNobody('nobody', 'wrong')).resolves.toBe(false);
    }
    await expect(service.checkNobody('nobody', 'wrong')).rejects.toEqual(isLocked);
    await expect(service.checkNobody('nobody else', 'wrong')).resolves.toBe(false);
    expect(hasher.verified).toBe(limit.attempts + 1);
  });
});
