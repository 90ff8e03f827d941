import { LRUCache } from 'lru-cache';
import { RateLimitedError } from '@polyphony/platform/errors';
import type { RateLimiter } from '@polyphony/platform/rate-limits';

/** Takes one unit of a key: undefined when it had one at hand, which is the usual case. @throws RateLimitedError, at once or later. */
export type TakeUnit = (key: string) => Promise<void> | undefined;

export interface LeasedRateLimitOptions {
  limiter: RateLimiter;
  /** In front of the keys, so that limits of different kinds do not meet. */
  prefix: string;
  /** 0: no limit. */
  perMinute: number;
  onStoreFailure: (error: unknown) => void;
  /** Milliseconds, for tests. */
  now?: () => number;
}

/** Units taken from the limiter in advance, and what it said last. */
interface Lease {
  units: number;
  /** When its units are worth nothing any more. */
  until: number;
  /** How many to take next time. */
  batch: number;
  refusedUntil: number;
  renewal: Promise<void> | undefined;
  waiting: number;
}

const leaseMs = 1000;
/** A unit is counted for as long as it may lie here unused, and then for the minute that it is meant for. */
const windowSeconds = 60 + leaseMs / 1000;
const maxBatch = 32;

/**
 * A limit per minute over all processes without asking the limiter each time: a busy key takes several units at once and spends
 * them within a second, and a refused key is refused here until its time has come. No minute ever sees more than the limit; a key
 * loses the units that it took and did not spend, which happens to those that slow down.
 * While the limiter does not answer, everything passes: the limit protects the service, which is worth more than the limit.
 */
export function createLeasedRateLimit({
  limiter,
  prefix,
  perMinute,
  onStoreFailure,
  now = () => performance.now(),
}: LeasedRateLimitOptions): TakeUnit {
  if (perMinute === 0) return () => undefined;
  const leases = new LRUCache<string, Lease>({ max: 20_000 });
  // At most a hundredth of the limit may be lost in one go.
  const largest = Math.max(1, Math.min(maxBatch, Math.floor(perMinute / 100)));
  let openUntil = 0;

  function spend(lease: Lease): boolean {
    if (lease.units === 0 || now() >= lease.until) return false;
    lease.units -= 1;
    return true;
  }

  function refuse(lease: Lease): void {
    const left = lease.refusedUntil - now();
    if (left > 0) throw new RateLimitedError(left / 1000);
  }

  async function renew(key: string, lease: Lease): Promise<void> {
    const asked = now();
    const isBusy = lease.units === 0 && asked < lease.until + leaseMs;
    lease.batch = isBusy ? Math.min(largest, lease.batch * 2) : 1;
    const limit = { limit: perMinute, windowSeconds };
    let cost = Math.min(largest, Math.max(lease.batch, lease.waiting));
    let result = await limiter.consume(prefix + key, limit, cost);
    if (!result.allowed && cost > 1) {
      cost = Math.max(1, Math.min(cost, result.remaining));
      result = await limiter.consume(prefix + key, limit, cost);
    }
    lease.units = result.allowed ? cost : 0;
    lease.until = asked + leaseMs;
    lease.refusedUntil = result.allowed ? 0 : now() + Math.min(windowSeconds * 2, result.retryAfterSeconds) * 1000;
  }

  async function takeWhenRenewed(key: string, lease: Lease): Promise<void> {
    do {
      lease.waiting += 1;
      try {
        lease.renewal ??= renew(key, lease).finally(() => (lease.renewal = undefined));
        await lease.renewal;
      } catch (error) {
        if (now() >= openUntil) onStoreFailure(error);
        openUntil = now() + leaseMs;
        return;
      } finally {
        lease.waiting -= 1;
      }
      refuse(lease);
    } while (!spend(lease));
  }

  return key => {
    let lease = leases.get(key);
    if (lease === undefined) {
      lease = { units: 0, until: -Infinity, batch: 1, refusedUntil: 0, renewal: undefined, waiting: 0 };
      leases.set(key, lease);
    }
    if (spend(lease)) return undefined;
    refuse(lease);
    return now() < openUntil ? undefined : takeWhenRenewed(key, lease);
  };
}
