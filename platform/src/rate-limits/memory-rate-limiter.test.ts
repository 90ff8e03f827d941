import { describe, expect, it } from '@jest/globals';
import { createMemoryRateLimiter } from './index.ts';

describe('the rate limiter within a process', () => {
  it('never lets more than the limit pass in any window, over hours of random traffic', async () => {
    let time = 0;
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const limiter = createMemoryRateLimiter({ now: () => time });
    const limit = { limit: 20, windowSeconds: 60 };
    const passed: number[] = [];
    for (let request = 0; request < 20_000; request++) {
      time += random() * (random() < 0.05 ? 30_000 : 1500);
      if ((await limiter.consume('key', limit)).allowed) passed.push(time);
    }
    await limiter.close();
    // Every 21 consecutive passes must span more than a window.
    const spans = passed.slice(20).map((late, index) => late - passed[index]!);
    expect(Math.min(...spans)).toBeGreaterThan(60_000);
    // The limiter costs at most one slot of 60: a busy key still gets nearly all of its limit.
    expect(passed.length).toBeGreaterThan((time / 60_000) * 20 * 0.8);
  });

  it('says when a refused request may pass, and keeps its word', async () => {
    let time = 5000;
    const limiter = createMemoryRateLimiter({ now: () => time });
    const limit = { limit: 3, windowSeconds: 10 };
    await limiter.consume('key', limit, 2);
    time += 4000;
    await limiter.consume('key', limit);
    const refused = await limiter.consume('key', limit, 2);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    time += refused.retryAfterSeconds * 1000 - 1;
    expect((await limiter.consume('key', limit, 2)).allowed).toBe(false);
    time += 1;
    expect(await limiter.consume('key', limit, 2)).toEqual({ allowed: true, remaining: 0, retryAfterSeconds: 0 });
    await limiter.close();
  });
});
