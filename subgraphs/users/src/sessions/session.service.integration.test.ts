import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { createMemoryCache } from '@polyphony/platform/cache';
import { createMemoryEventBus } from '@polyphony/platform/events';
import { accessTokens, revokedSessionKey } from '@polyphony/platform/identity';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { ObjectId, type Collection } from 'mongodb';
import { usersMigrations } from '../migrations.ts';
import { createClock } from '../testing/clock.ts';
import { hashToken, randomToken } from '../tokens/random-token.ts';
import type { SessionDocument } from './session.document.ts';
import { sessionEnded, type SessionEnded } from './session.events.ts';
import { SessionRepository } from './session.repository.ts';
import { SessionService } from './session.service.ts';

const client = { clientAddress: '192.0.2.1', userAgent: 'jest' };
const isRefused = expect.objectContaining({ code: 'UNAUTHENTICATED' });
const days = 24 * 60 * 60;

describe('sessions', () => {
  let mongo: MongoConnection;
  let stored: Collection<SessionDocument>;
  let sessions: SessionService;
  let userId: ObjectId;
  const clock = createClock();
  const cache = createMemoryCache();
  const events = createMemoryEventBus();
  const newService = (graceSeconds = 0, repository = new SessionRepository(mongo.db)) =>
    new SessionService({
      sessions: repository,
      cache,
      events,
      log: silentLogger,
      limits: { idleDays: 30, maxDays: 90, graceSeconds },
      now: clock.now,
    });

  beforeAll(async () => {
    mongo = await startTestMongo();
    await migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    stored = mongo.db.collection<SessionDocument>('sessions');
  });
  afterAll(() => Promise.all([cache.close(), events.close(), mongo.close()]));
  beforeEach(() => {
    sessions = newService();
    userId = new ObjectId();
  });

  it('keep only a hash of the refresh token, and who the client was', async () => {
    const { session, refreshToken } = await sessions.start(userId, client);
    const document = await stored.findOne({ _id: session._id });
    expect(document).toEqual(session);
    expect(document).toMatchObject({
      user_id: userId,
      token_hash: hashToken(refreshToken),
      ip_address: '192.0.2.1',
      user_agent: 'jest',
    });
    expect(JSON.stringify(document)).not.toContain(refreshToken);
  });

  it('stay marked as ended for longer than any access token of theirs can live', async () => {
    const { session } = await sessions.start(userId, client);
    const set = jest.spyOn(cache, 'set');
    await sessions.end(session._id.toHexString(), userId.toHexString());
    const [[key, , seconds] = []] = set.mock.calls;
    set.mockRestore();
    expect(key).toBe(revokedSessionKey(session._id.toHexString()));
    expect(seconds).toBeGreaterThan(accessTokens.lifetimeSeconds);
  });

  it('bound what a client says about itself', async () => {
    const { session } = await sessions.start(userId, { clientAddress: '1'.repeat(999), userAgent: 'x'.repeat(99_999) });
    expect(session.ip_address).toHaveLength(64);
    expect(session.user_agent).toHaveLength(512);
  });

  it('go on with a new token at each refresh', async () => {
    const { session, refreshToken } = await sessions.start(userId, client);
    const tokens = [refreshToken];
    for (let round = 0; round < 30; round += 1) {
      const next = await sessions.refresh(tokens.at(-1) ?? '', client);
      expect(next.session._id).toEqual(session._id);
      tokens.push(next.refreshToken);
    }
    expect(new Set(tokens).size).toBe(31);
    const document = await stored.findOne({ _id: session._id });
    expect(document?.previous_token_hashes).toEqual(tokens.slice(-21, -1).map(hashToken));
  });

  it('end when a token that was used comes again, for whoever holds the newest one as well', async () => {
    const { session, refreshToken } = await sessions.start(userId, client);
    const second = await sessions.refresh(refreshToken, client);
    const third = await sessions.refresh(second.refreshToken, client);
    await expect(sessions.refresh(refreshToken, client)).rejects.toEqual(isRefused);
    await expect(sessions.refresh(third.refreshToken, client)).rejects.toEqual(isRefused);
    expect(await stored.findOne({ _id: session._id })).toBeNull();
    await expect(cache.get(revokedSessionKey(session._id.toHexString()))).resolves.toBe(true);
  });

  it('end at once when the token just replaced comes again', async () => {
    const { refreshToken } = await sessions.start(userId, client);
    const second = await sessions.refresh(refreshToken, client);
    await expect(sessions.refresh(refreshToken, client)).rejects.toEqual(isRefused);
    await expect(sessions.refresh(second.refreshToken, client)).rejects.toEqual(isRefused);
  });

  it('leave the other sessions of the user alone then', async () => {
    const [stolen, other] = await Promise.all([sessions.start(userId, client), sessions.start(userId, client)]);
    await sessions.refresh(stolen.refreshToken, client);
    await expect(sessions.refresh(stolen.refreshToken, client)).rejects.toEqual(isRefused);
    await expect(sessions.refresh(other.refreshToken, client)).resolves.toMatchObject({
      session: { _id: other.session._id },
    });
  });

  it('give refreshes that overlap in one process the same next token', async () => {
    const { session, refreshToken } = await sessions.start(userId, client);
    const answers = await Promise.all(Array.from({ length: 10 }, () => sessions.refresh(refreshToken, client)));
    const tokens = new Set(answers.map(answer => answer.refreshToken));
    expect(tokens.size).toBe(1);
    const [next = ''] = tokens;
    await expect(sessions.refresh(next, client)).resolves.toMatchObject({ session: { _id: session._id } });
  });

  it('give refreshes that overlap on several processes the same next token', async () => {
    const { session, refreshToken } = await sessions.start(userId, client);
    const barrier = createBarrier(3);
    class SlowRepository extends SessionRepository {
      override async findByTokenHash(tokenHash: string): Promise<SessionDocument | null> {
        const found = await super.findByTokenHash(tokenHash);
        await barrier();
        return found;
      }
    }
    const processes = [1, 2, 3].map(() => newService(0, new SlowRepository(mongo.db)));
    const answers = await Promise.all(processes.map(process => process.refresh(refreshToken, client)));
    const tokens = new Set(answers.map(answer => answer.refreshToken));
    expect(tokens.size).toBe(1);
    const [next = ''] = tokens;
    await expect(sessions.refresh(next, client)).resolves.toMatchObject({ session: { _id: session._id } });
  });

  it('take the token just replaced for a retry within the grace time, when one is set', async () => {
    const lenient = newService(10);
    const { refreshToken } = await lenient.start(userId, client);
    const second = await lenient.refresh(refreshToken, client);
    clock.advance(9);
    await expect(lenient.refresh(refreshToken, client)).resolves.toEqual(second);
    const third = await lenient.refresh(second.refreshToken, client);
    clock.advance(11);
    await expect(lenient.refresh(second.refreshToken, client)).rejects.toEqual(isRefused);
    await expect(lenient.refresh(third.refreshToken, client)).rejects.toEqual(isRefused);
  });

  it('never take an older token for a retry', async () => {
    const lenient = newService(10);
    const { refreshToken } = await lenient.start(userId, client);
    const second = await lenient.refresh(refreshToken, client);
    await lenient.refresh(second.refreshToken, client);
    await expect(lenient.refresh(refreshToken, client)).rejects.toEqual(isRefused);
  });

  it.each(['', 'nonsense', 'x'.repeat(100_000), randomToken()])('refuse a token of nobody', async token => {
    await expect(sessions.refresh(token, client)).rejects.toEqual(isRefused);
  });

  it('expire when they are not refreshed, though the store may not have removed them yet', async () => {
    const { session, refreshToken } = await sessions.start(userId, client);
    expect(session.expires_at).toEqual(new Date(clock.now().getTime() + 30 * days * 1000));
    clock.advance(30 * days);
    await expect(sessions.refresh(refreshToken, client)).rejects.toEqual(isRefused);
  });

  it('slide with each refresh, up to their end', async () => {
    const { session, refreshToken } = await sessions.start(userId, client);
    let token = refreshToken;
    const started = clock.now().getTime();
    for (const day of [29, 58, 87]) {
      clock.advance(29 * days);
      const next = await sessions.refresh(token, client);
      token = next.refreshToken;
      expect(next.session.expires_at).toEqual(new Date(started + Math.min(day + 30, 90) * days * 1000));
    }
    expect(session.ends_at).toEqual(new Date(started + 90 * days * 1000));
    clock.advance(3 * days);
    await expect(sessions.refresh(token, client)).rejects.toEqual(isRefused);
  });

  it('end on demand, once, and only for their user', async () => {
    const ended: SessionEnded[] = [];
    const unsubscribe = await events.subscribe(sessionEnded, event => ended.push(event));
    const { session, refreshToken } = await sessions.start(userId, client);
    const id = session._id.toHexString();
    await expect(sessions.end(id, new ObjectId().toHexString())).resolves.toBe(false);
    await expect(sessions.end(id, userId.toHexString())).resolves.toBe(true);
    await expect(sessions.end(id, userId.toHexString())).resolves.toBe(false);
    await expect(sessions.refresh(refreshToken, client)).rejects.toEqual(isRefused);
    await new Promise(resolve => setImmediate(resolve));
    expect(ended).toContainEqual({ sessionId: id, userId: userId.toHexString() });
    await unsubscribe();
  });

  it('end all together, or all but one', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => sessions.start(userId, client)));
    const stranger = await sessions.start(new ObjectId(), client);
    const [kept] = opened;
    await expect(sessions.endAll(userId, { except: kept?.session._id.toHexString() })).resolves.toBe(3);
    await expect(sessions.endAll(userId)).resolves.toBe(1);
    await expect(sessions.endAll(userId)).resolves.toBe(0);
    for (const { session } of opened) {
      await expect(cache.get(revokedSessionKey(session._id.toHexString()))).resolves.toBe(true);
    }
    await expect(sessions.refresh(stranger.refreshToken, client)).resolves.toBeDefined();
  });
});

/** A function that resolves once `count` callers wait for it. */
function createBarrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  return () => {
    waiting += 1;
    if (waiting === count) resolve();
    return promise;
  };
}
