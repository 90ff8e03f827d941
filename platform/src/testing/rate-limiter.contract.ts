import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RateLimiter } from '../rate-limits/index.ts';
import type { Instances } from './instances.ts';
import { seededRandom } from './waiting.ts';

/** What every rate limiter must do. */
export function describeRateLimiterContract(name: string, open: () => Promise<Instances<RateLimiter>>): void {
  describe(`rate limiter: ${name}`, () => {
    let instances: Instances<RateLimiter>;
    let one: RateLimiter;
    let other: RateLimiter;
    beforeAll(async () => {
      instances = await open();
      ({ one, other } = instances);
    });
    afterAll(() => instances.close());

    it('lets exactly the limit pass among many concurrent requests of two processes', async () => {
      const key = randomUUID();
      const limit = { limit: 50, windowSeconds: 60 };
      const results = await Promise.all(
        Array.from({ length: 300 }, (_, request) => (request % 2 === 0 ? one : other).consume(key, limit)),
      );
      const passed = results.filter(({ allowed }) => allowed);
      expect(passed).toHaveLength(50);
      expect(passed.map(({ remaining }) => remaining).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, n) => n),
      );
    });

    it('never lets more than the limit pass in any window under steady pressure', async () => {
      const key = randomUUID();
      const limit = { limit: 10, windowSeconds: 0.4 };
      const random = seededRandom();
      const passed: { before: number; after: number }[] = [];
      const until = performance.now() + 1500;
      await Promise.all(
        Array.from({ length: 6 }, async (_, caller) => {
          while (performance.now() < until) {
            const before = performance.now();
            const { allowed } = await (caller % 2 === 0 ? one : other).consume(key, limit);
            if (allowed) passed.push({ before, after: performance.now() });
            await sleep(random() * 20);
          }
        }),
      );
      // 11 passes within one window would have to lie between the first's request and the last's answer.
      const starts = passed.map(({ before }) => before).sort((a, b) => a - b);
      const ends = passed.map(({ after }) => after).sort((a, b) => a - b);
      for (let index = 10; index < passed.length; index++)
        expect(ends[index]! - starts[index - 10]!).toBeGreaterThan(400);
      // 1.5 s hold at least three windows.
      expect(passed.length).toBeGreaterThanOrEqual(30);
    });

    it('says when a refused request may pass, and keeps its word', async () => {
      const key = randomUUID();
      const limit = { limit: 3, windowSeconds: 0.3 };
      expect(await one.consume(key, limit, 3)).toEqual({ allowed: true, remaining: 0, retryAfterSeconds: 0 });
      const refused = await other.consume(key, limit);
      expect(refused).toMatchObject({ allowed: false, remaining: 0 });
      expect(refused.retryAfterSeconds).toBeGreaterThan(0);
      expect(refused.retryAfterSeconds).toBeLessThanOrEqual(0.31);
      await sleep(refused.retryAfterSeconds * 1000 + 5);
      expect((await one.consume(key, limit)).allowed).toBe(true);
    });

    it('takes nothing when it refuses', async () => {
      const key = randomUUID();
      const limit = { limit: 10, windowSeconds: 60 };
      await one.consume(key, limit, 6);
      expect(await other.consume(key, limit, 5)).toMatchObject({ allowed: false, remaining: 4 });
      expect(await one.consume(key, limit, 4)).toMatchObject({ allowed: true, remaining: 0 });
    });

    it('never lets a cost above the limit pass', async () => {
      expect(await one.consume(randomUUID(), { limit: 5, windowSeconds: 10 }, 6)).toMatchObject({
        allowed: false,
        remaining: 5,
        retryAfterSeconds: 10,
      });
    });

    it('counts keys apart, and the windows of one key apart', async () => {
      const [key, elsewhere] = [randomUUID(), `${randomUUID()} {a}:*`];
      const short = { limit: 1, windowSeconds: 60 };
      await one.consume(key, short);
      expect((await one.consume(elsewhere, short)).allowed).toBe(true);
      expect((await one.consume(key, { limit: 5, windowSeconds: 3600 })).remaining).toBe(4);
      expect((await one.consume(key, short)).allowed).toBe(false);
    });

    it('forgets a key that is reset', async () => {
      const key = randomUUID();
      const [minute, hour] = [
        { limit: 1, windowSeconds: 60 },
        { limit: 1, windowSeconds: 3600 },
      ];
      await one.consume(key, minute);
      await one.consume(key, hour);
      await other.reset(key);
      expect((await one.consume(key, minute)).allowed).toBe(true);
      expect((await other.consume(key, hour)).allowed).toBe(true);
    });

    it('rejects limits and costs that are not positive numbers', async () => {
      await expect(one.consume('key', { limit: 0, windowSeconds: 1 })).rejects.toThrow(RangeError);
      await expect(one.consume('key', { limit: 1, windowSeconds: 0 })).rejects.toThrow(RangeError);
      await expect(one.consume('key', { limit: 1, windowSeconds: 1 }, 0.5)).rejects.toThrow(RangeError);
    });
  });
}
