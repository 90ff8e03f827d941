import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { QuotaExceededError } from '@polyphony/platform/errors';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo } from '@polyphony/platform/mongo';
import { opsMigrations } from '../migrations/index.ts';
import { createUsageEntryRepository } from './usage-entry.repository.ts';
import { createUsageRepository } from './usage.repository.ts';
import { UsageService } from './usage.service.ts';

const settings = { usageEntryRetentionDays: 90, defaultDailyQuota: 1000 };
let mongo: Awaited<ReturnType<typeof startTestMongo>>;
let clock = new Date('2026-11-22T12:00:00.000Z');

/** A service of a process of its own, whose clock may differ from that of others. */
const createService = (now = () => clock) =>
  new UsageService({
    counters: createUsageRepository(mongo.db),
    entries: createUsageEntryRepository(mongo.db),
    settings,
    now,
  });
const counterOf = (userId: string) => mongo.db.collection('api_usage').findOne({ user_id: userId });
const tokens = (key: string, userId: string, promptTokens: number, completionTokens: number) => ({
  key,
  userId,
  model: 'smollm2',
  provider: 'local',
  promptTokens,
  completionTokens,
});

beforeAll(async () => {
  mongo = await startTestMongo();
  await migrateMongo(mongo.db, 'ops', opsMigrations, silentLogger);
});
afterAll(() => mongo.close());

describe('reserving requests', () => {
  it('lets exactly the quota pass out of 200 at once, over several processes', async () => {
    const services = [createService(), createService(), createService(), createService()];
    const attempts = Array.from({ length: 200 }, (_, index) =>
      services[index % services.length]!.reserveRequest({ userId: 'crowd', dailyQuota: 37 }),
    );
    const results = await Promise.allSettled(attempts);
    const passed = results.filter(result => result.status === 'fulfilled').map(result => result.value.remaining);
    const refused = results.filter(result => result.status === 'rejected').map(result => result.reason as unknown);
    // Each of the 37 saw another number remain: none was counted twice or not at all.
    expect(passed.sort((a, b) => a - b)).toEqual(Array.from({ length: 37 }, (_, index) => index));
    expect(refused).toHaveLength(163);
    expect(refused.every(error => error instanceof QuotaExceededError)).toBe(true);
    expect((await counterOf('crowd'))?.['requests_today']).toBe(37);
    expect(await mongo.db.collection('api_usage').countDocuments({ user_id: 'crowd' })).toBe(1);
  });

  it('tells when the quota is used up and until when', async () => {
    const usage = createService();
    expect(await usage.reserveRequest({ userId: 'single', dailyQuota: 1 })).toEqual({
      remaining: 0,
      resetsAt: '2026-11-23T00:00:00.000Z',
    });
    await expect(usage.reserveRequest({ userId: 'single', dailyQuota: 1 })).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      extensions: { dailyQuota: 1, resetsAt: '2026-11-23T00:00:00.000Z' },
    });
  });

  it('lets nothing pass with a quota of zero', async () => {
    await expect(createService().reserveRequest({ userId: 'nothing', dailyQuota: 0 })).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
    });
  });

  it('follows a quota that was raised within the day', async () => {
    const usage = createService();
    await usage.reserveRequest({ userId: 'raised', dailyQuota: 1 });
    expect((await usage.reserveRequest({ userId: 'raised', dailyQuota: 3 })).remaining).toBe(1);
    expect((await counterOf('raised'))?.['daily_quota']).toBe(3);
  });

  it('starts from zero on the next UTC day, once, under concurrency', async () => {
    const usage = createService();
    await usage.reserveRequest({ userId: 'early', dailyQuota: 2 });
    await usage.reserveRequest({ userId: 'early', dailyQuota: 2 });
    await usage.recordTokens(tokens('early-1', 'early', 10, 5));
    const yesterday = clock;
    clock = new Date('2026-11-23T00:00:00.000Z');
    try {
      const results = await Promise.allSettled(
        Array.from({ length: 40 }, () => createService().reserveRequest({ userId: 'early', dailyQuota: 2 })),
      );
      expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(2);
      expect(await counterOf('early')).toMatchObject({
        requests_today: 2,
        tokens_today: 0,
        last_reset: new Date('2026-11-23T00:00:00.000Z'),
      });
    } finally {
      clock = yesterday;
    }
  });

  it('is not reset again by a process whose clock is behind', async () => {
    const ahead = createService(() => new Date('2026-11-23T00:00:00.050Z'));
    const behind = createService(() => new Date('2026-11-22T23:59:59.950Z'));
    await ahead.reserveRequest({ userId: 'skewed', dailyQuota: 2 });
    expect(await behind.reserveRequest({ userId: 'skewed', dailyQuota: 2 })).toEqual({
      remaining: 0,
      resetsAt: '2026-11-24T00:00:00.000Z',
    });
    await expect(ahead.reserveRequest({ userId: 'skewed', dailyQuota: 2 })).rejects.toThrow(QuotaExceededError);
  });
});

describe('refunding a request', () => {
  it('gives it back, never below zero', async () => {
    const usage = createService();
    await usage.reserveRequest({ userId: 'refunded', dailyQuota: 1 });
    await usage.refundRequest({ userId: 'refunded' });
    await usage.refundRequest({ userId: 'refunded' });
    expect((await counterOf('refunded'))?.['requests_today']).toBe(0);
    expect((await usage.reserveRequest({ userId: 'refunded', dailyQuota: 1 })).remaining).toBe(0);
  });

  it('does not give a reservation of yesterday back to today', async () => {
    const { resetsAt } = await createService().reserveRequest({ userId: 'late', dailyQuota: 5 });
    const nextDay = createService(() => new Date('2026-11-23T00:00:01.000Z'));
    await nextDay.reserveRequest({ userId: 'late', dailyQuota: 5 });
    await nextDay.refundRequest({ userId: 'late', resetsAt: new Date(resetsAt) });
    expect((await counterOf('late'))?.['requests_today']).toBe(1);
  });
});

describe('recording tokens', () => {
  it('counts one key once, also when it is reported many times at the same moment', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, () => createService().recordTokens(tokens('message-1', 'talker', 100, 23))),
    );
    expect(results.filter(result => result.recorded)).toHaveLength(1);
    expect((await counterOf('talker'))?.['tokens_today']).toBe(123);
    expect(await mongo.db.collection('usage_entries').countDocuments({ user_id: 'talker' })).toBe(1);
  });

  it('adds up many replies of one user that end at the same moment, beside reservations', async () => {
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => createService().recordTokens(tokens(`reply-${index}`, 'busy', 7, 3))),
      ...Array.from({ length: 20 }, () => createService().reserveRequest({ userId: 'busy', dailyQuota: 100 })),
    ]);
    expect(await counterOf('busy')).toMatchObject({ tokens_today: 200, requests_today: 20 });
  });

  it('keeps neither the entry nor the count when one of them fails', async () => {
    const entries = createUsageEntryRepository(mongo.db);
    const now = new Date();
    const entry = {
      key: 'torn',
      user_id: 'torn',
      model: 'm',
      provider: 'p',
      prompt_tokens: 1,
      completion_tokens: 1,
      latency_ms: null,
      conversation_id: null,
      created_at: now,
      expires_at: new Date(now.getTime() + 60_000),
    };
    await expect(entries.insertOnce(entry, () => Promise.reject(new Error('the counter failed')))).rejects.toThrow(
      'the counter failed',
    );
    expect(await mongo.db.collection('usage_entries').countDocuments({ key: 'torn' })).toBe(0);
    expect(await entries.insertOnce(entry, () => Promise.resolve())).toBe(true);
  });

  it('keeps what the call was and when it may be forgotten', async () => {
    await createService().recordTokens({
      ...tokens('detailed', 'detailed', 4, 2),
      latencyMs: 812.5,
      conversationId: 'c1',
    });
    expect(await mongo.db.collection('usage_entries').findOne({ key: 'detailed' })).toMatchObject({
      model: 'smollm2',
      provider: 'local',
      prompt_tokens: 4,
      completion_tokens: 2,
      latency_ms: 812.5,
      conversation_id: 'c1',
      expires_at: new Date(clock.getTime() + 90 * 86_400_000),
    });
  });
});
