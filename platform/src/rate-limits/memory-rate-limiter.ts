import type { RateLimiter } from './rate-limiter.ts';
import { requireValidLimit, takeUnits } from './sliding-window.ts';

interface CountedWindow {
  readonly slots: Map<number, number>;
  /** When nothing of it counts any more, in milliseconds. */
  freeAt: number;
}

const sweepMilliseconds = 30_000;

/** A rate limiter within this process. `now` (milliseconds, never going back) is for tests. */
export function createMemoryRateLimiter({ now = () => performance.now() }: { now?: () => number } = {}): RateLimiter {
  /** By key, then by the window's length in seconds. */
  const windows = new Map<string, Map<number, CountedWindow>>();
  const sweep = setInterval(() => {
    for (const [key, ofKey] of windows) {
      for (const [length, { freeAt }] of ofKey) if (freeAt <= now()) ofKey.delete(length);
      if (ofKey.size === 0) windows.delete(key);
    }
  }, sweepMilliseconds).unref();

  return {
    async consume(key, limit, cost = 1) {
      requireValidLimit(limit, cost);
      const ofKey = windows.get(key) ?? new Map<number, CountedWindow>();
      const counted = ofKey.get(limit.windowSeconds) ?? { slots: new Map<number, number>(), freeAt: 0 };
      const time = now();
      const result = takeUnits(counted.slots, limit, cost, time);
      if (!result.allowed) return result;
      // Twice the window: the last slot counts a little longer than the window.
      counted.freeAt = time + limit.windowSeconds * 2000;
      windows.set(key, ofKey.set(limit.windowSeconds, counted));
      return result;
    },
    async reset(key) {
      windows.delete(key);
    },
    async close() {
      clearInterval(sweep);
      windows.clear();
    },
  };
}
