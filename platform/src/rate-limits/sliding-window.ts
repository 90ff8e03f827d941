import type { RateLimit, RateLimitResult } from './rate-limiter.ts';

/**
 * A window is counted in slots. A slot counts until every moment in it is a whole window old, so that no window of any start ever
 * holds more than the limit; the price is that a unit may come back up to one slot (1/60 of the window) late.
 */
export const slotsPerWindow = 60;

export function slotMilliseconds({ windowSeconds }: RateLimit): number {
  return (windowSeconds * 1000) / slotsPerWindow;
}

/** @throws RangeError for a limit, window or cost that is not a positive number. */
export function requireValidLimit({ limit, windowSeconds }: RateLimit, cost: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new RangeError(`A rate limit of ${limit} is not a whole number from 1.`);
  if (!Number.isFinite(windowSeconds) || windowSeconds <= 0)
    throw new RangeError(`A window of ${windowSeconds} s is not above 0.`);
  if (!Number.isSafeInteger(cost) || cost < 1) throw new RangeError(`A cost of ${cost} is not a whole number from 1.`);
}

/** Takes `cost` units at `now` (milliseconds) from the slots (slot number -> units used, oldest first), which it changes. */
export function takeUnits(slots: Map<number, number>, limit: RateLimit, cost: number, now: number): RateLimitResult {
  const slotLength = slotMilliseconds(limit);
  const current = Math.floor(now / slotLength);
  let used = 0;
  for (const [slot, units] of slots) {
    if (slot < current - slotsPerWindow) slots.delete(slot);
    else used += units;
  }
  if (used + cost <= limit.limit) {
    slots.set(current, (slots.get(current) ?? 0) + cost);
    return { allowed: true, remaining: limit.limit - used - cost, retryAfterSeconds: 0 };
  }
  let left = used;
  let retryAfterSeconds = limit.windowSeconds;
  for (const [slot, units] of slots) {
    left -= units;
    if (left + cost > limit.limit) continue;
    retryAfterSeconds = ((slot + slotsPerWindow + 1) * slotLength - now) / 1000;
    break;
  }
  return { allowed: false, remaining: Math.max(0, limit.limit - used), retryAfterSeconds };
}
