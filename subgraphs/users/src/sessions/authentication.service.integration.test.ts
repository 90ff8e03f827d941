import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { createMemoryCache } from '@polyphony/platform/cache';
import { createMemoryEventBus } from '@polyphony/platform/events';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { createMemoryRateLimiter } from '@polyphony/platform/rate-limits';
import type { ObjectId } from 'mongodb';
import { RegistrationService } from '../accounts/registration.service.ts';
import { UserRepository } from '../accounts/user.repository.ts';
import { usersMigrations } from '../migrations.ts';
import { PasswordAttemptRepository } from '../passwords/password-attempt.repository.ts';
import { PasswordCheckService } from '../passwords/password-check.service.ts';
import { PasswordHasher } from '../passwords/password.hasher.ts';
import { defaultUsersSettings } from '../testing/test-users.ts';
import { sampleUser } from '../testing/sample-user.ts';
import { AccessTokenIssuer } from '../tokens/access-token.issuer.ts';
import { generateSigningJwk, parseSigningKey } from '../tokens/signing-key.ts';
import { AuthenticationService } from './authentication.service.ts';
import { SessionRepository } from './session.repository.ts';
import { SessionService } from './session.service.ts';

/** Does something to an account after its password was found right and before the log-in is through. */
class MeddlingRepository extends UserRepository {
  meddle: (id: ObjectId) => Promise<unknown> = async () => undefined;

  override async recordLogin(id: ObjectId, login: { at: Date; address: string | null }): Promise<void> {
    await this.meddle(id);
    await super.recordLogin(id, login);
  }
}

describe('logging in while the account changes', () => {
  let mongo: MongoConnection;
  let users: MeddlingRepository;
  let authentication: AuthenticationService;
  const now = () => new Date();
  const cache = createMemoryCache();
  const events = createMemoryEventBus();
  const rateLimiter = createMemoryRateLimiter();
  const hasher = new PasswordHasher({ concurrent: 2 });

  beforeAll(async () => {
    mongo = await startTestMongo();
    await migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    users = new MeddlingRepository(mongo.db);
    const { lockout, addressLimits, dailyQuota, sessions } = defaultUsersSettings;
    authentication = new AuthenticationService({
      users,
      registration: new RegistrationService({ users, hasher, dailyQuota, now }),
      passwords: new PasswordCheckService({
        attempts: new PasswordAttemptRepository(mongo.db),
        hasher,
        rateLimiter,
        limit: lockout,
        now,
      }),
      sessions: new SessionService({
        sessions: new SessionRepository(mongo.db),
        cache,
        events,
        log: silentLogger,
        limits: sessions,
        now,
      }),
      accessTokens: new AccessTokenIssuer(await parseSigningKey(JSON.stringify(generateSigningJwk())), now),
      rateLimiter,
      limits: addressLimits,
      now,
    });
  });
  afterAll(() => Promise.all([cache.close(), events.close(), rateLimiter.close(), mongo.close()]));

  const sessionsOf = (userId: ObjectId) => mongo.db.collection('sessions').countDocuments({ user_id: userId });

  it.each([
    ['is deactivated', (id: ObjectId) => users.change(id, { is_active: false }, now())],
    [
      'gets another password',
      async (id: ObjectId) => {
        const from = (await users.findById(id))?.password_hash ?? '';
        await users.replacePassword(id, { from, to: 'another', at: now() });
      },
    ],
  ])('fails and leaves no session when it %s', async (what, meddle) => {
    const user = sampleUser(what.replaceAll(' ', '-'), { password_hash: await hasher.hash('correct horse') });
    await users.insert(user);
    const logIn = () => authentication.login({ login: user.username, password: 'correct horse' }, {});
    users.meddle = async () => undefined;
    await expect(logIn()).resolves.toMatchObject({ user: { username: user.username } });
    expect(await sessionsOf(user._id)).toBe(1);
    users.meddle = meddle;
    await expect(logIn()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await sessionsOf(user._id)).toBe(1);
  });

  it('carries the role that the account has in the end', async () => {
    const user = sampleUser('promoted', { password_hash: await hasher.hash('correct horse') });
    await users.insert(user);
    users.meddle = id => users.change(id, { role: 'DEVELOPER' }, now());
    const { accessToken } = await authentication.login({ login: 'promoted', password: 'correct horse' }, {});
    const [, claims = ''] = accessToken.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ role: 'DEVELOPER' });
  });
});
