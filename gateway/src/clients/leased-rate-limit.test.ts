import { describe, expect, it } from '@jest/globals';
import { RateLimitedError } from '@polyphony/platform/errors';
import { createMemoryRateLimiter, type RateLimiter } from '@polyphony/platform/rate-limits';
import { createLeasedRateLimit } from './leased-rate-limit.ts';

/** A limiter that answers a little later, as one across the network does, and counts how often it is asked. */
function remote(now: () => number) {
  const limiter = createMemoryRateLimiter({ now });
  let calls = 0;
  return {
    limiter: {
      ...limiter,
      async consume(...given: Parameters<RateLimiter['consume']>) {
        calls += 1;
        await new Promise(resolve => setImmediate(resolve));
        return limiter.consume(...given);
      },
    },
    calls: () => calls,
  };
}

const passes = async (taken: Promise<void> | undefined | (() => Promise<void> | undefined)) => {
  try {
    await (typeof taken === 'function' ? taken() : taken);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(RateLimitedError);
    return false;
  }
};

describe('A leased rate limit', () => {
  it('never lets more than the limit pass in any minute, over several processes and random traffic', async () => {
    let time = 0;
    let seed = 11;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const { limiter } = remote(() => time);
    const options = { limiter, prefix: '', perMinute: 600, onStoreFailure: () => undefined, now: () => time };
    const processes = Array.from({ length: 3 }, () => createLeasedRateLimit(options));
    const passed: number[] = [];
    for (let round = 0; round < 3000; round += 1) {
      time += random() * (random() < 0.02 ? 40_000 : 150);
      const burst = Math.ceil(random() * 6);
      const taken = await Promise.all(
        Array.from({ length: burst }, () => passes(() => processes[Math.floor(random() * 3)]!('key'))),
      );
      passed.push(...taken.flatMap(isAllowed => (isAllowed ? [time] : [])));
    }
    const spans = passed.slice(600).map((late, index) => late - passed[index]!);
    expect(spans.length).toBeGreaterThan(1000);
    expect(Math.min(...spans)).toBeGreaterThan(60_000);
  });

  it('asks seldom for a busy key, and lets it have nearly all of its limit', async () => {
    let time = 0;
    const { limiter, calls } = remote(() => time);
    const take = createLeasedRateLimit({
      limiter,
      prefix: '',
      perMinute: 3000,
      onStoreFailure: () => undefined,
      now: () => time,
    });
    let allowed = 0;
    for (let request = 0; request < 5000; request += 1) {
      time += 10;
      if (await passes(() => take('key'))) allowed += 1;
    }
    expect(allowed).toBeGreaterThan(2900);
    expect(allowed).toBeLessThanOrEqual(3000);
    expect(calls()).toBeLessThan(200);
  });

  it('answers at once while it has units, and refuses at once until their time has come', async () => {
    let time = 1000;
    const { limiter, calls } = remote(() => time);
    const options = { limiter, prefix: '', perMinute: 500, onStoreFailure: () => undefined, now: () => time };
    const take = createLeasedRateLimit(options);
    for (let request = 0; request < 4; request += 1) await take('key');
    expect(take('key')).toBeUndefined();
    while (await passes(() => take('key')));
    const asked = calls();
    expect(() => take('key')).toThrow(RateLimitedError);
    expect(calls()).toBe(asked);
    time += 63_000;
    expect(await passes(() => take('key'))).toBe(true);
  });

  it('takes one at a time for a key that comes seldom', async () => {
    let time = 0;
    const limiter = createMemoryRateLimiter({ now: () => time });
    const options = { limiter, prefix: '', perMinute: 1000, onStoreFailure: () => undefined, now: () => time };
    const take = createLeasedRateLimit(options);
    for (let request = 0; request < 10; request += 1) {
      time += 3000;
      await take('key');
    }
    expect(await limiter.consume('key', { limit: 1000, windowSeconds: 61 })).toMatchObject({ remaining: 989 });
  });

  it('lets everybody pass while the store is away, without asking it every time', async () => {
    let failures = 0;
    let calls = 0;
    const broken = {
      async consume() {
        calls += 1;
        throw new Error('The store is gone.');
      },
    } as unknown as RateLimiter;
    const take = createLeasedRateLimit({
      limiter: broken,
      prefix: '',
      perMinute: 1,
      onStoreFailure: () => (failures += 1),
    });
    for (let request = 0; request < 50; request += 1) expect(await passes(() => take('key'))).toBe(true);
    expect([calls, failures]).toEqual([1, 1]);
  });

  it('is off at 0', () => {
    const take = createLeasedRateLimit({
      limiter: createMemoryRateLimiter(),
      prefix: '',
      perMinute: 0,
      onStoreFailure: () => undefined,
    });
    for (let request = 0; request < 100; request += 1) expect(take('key')).toBeUndefined();
  });
});
