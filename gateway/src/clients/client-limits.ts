import { LRUCache } from 'lru-cache';
import type { RequestContext } from '@polyphony/platform/context';
import { RateLimitedError, UnauthenticatedError } from '@polyphony/platform/errors';
import type { Logger } from '@polyphony/platform/logging';
import type { RateLimiter } from '@polyphony/platform/rate-limits';
import { addressGroup } from './address-group.ts';
import { clientName } from './client-name.ts';
import { createLeasedRateLimit } from './leased-rate-limit.ts';

/**
 * How often clients may come. Counts are shared by all processes. What answers with undefined lets the client pass at once, without
 * a promise; everything @throws RateLimitedError, at once or later.
 */
export interface ClientLimits {
  /** Counts a request, or a socket that opens, whoever it is from: call it before anything else. */
  admitAddress(address: string): Promise<void> | undefined;
  /** Counts an operation of a viewer, or of an address where nobody is logged in. */
  admitOperation(client: Pick<RequestContext, 'viewer' | 'clientAddress'>): Promise<void> | undefined;
  /** Looks at a credential, unless too many that came from this address were refused lately; counts it when it is refused. */
  authenticate<Authentication>(address: string, look: () => Promise<Authentication>): Promise<Authentication>;
}

export interface ClientLimitsOptions {
  limiter: RateLimiter;
  /** For each of them, 0 turns it off. */
  rates: { rateLimitPerMinute: number; rateLimitPerMinuteAndAddress: number; failedAuthenticationsPerMinute: number };
  log: Logger;
}

export function createClientLimits({ limiter, rates, log }: ClientLimitsOptions): ClientLimits {
  const onStoreFailure = (error: unknown) => log.warn({ err: error }, 'The rate limit could not be checked');
  const shared = { limiter, onStoreFailure };
  const takeOperation = createLeasedRateLimit({ ...shared, prefix: 'gateway:', perMinute: rates.rateLimitPerMinute });
  const takeRequest = createLeasedRateLimit({
    ...shared,
    prefix: 'gateway:requests:',
    perMinute: rates.rateLimitPerMinuteAndAddress,
  });
  const takeFailure = createLeasedRateLimit({
    ...shared,
    prefix: 'gateway:refusals:',
    perMinute: rates.failedAuthenticationsPerMinute,
  });
  /** When credentials of an address are looked at again, by `performance.now`. */
  const barred = new LRUCache<string, number>({ max: 20_000 });

  async function countFailure(group: string): Promise<void> {
    try {
      await takeFailure(group);
    } catch (error) {
      const seconds = error instanceof RateLimitedError ? Number(error.extensions['retryAfterSeconds']) : 1;
      barred.set(group, performance.now() + seconds * 1000);
    }
  }

  function requireUnbarred(group: string): void {
    const left = (barred.get(group) ?? 0) - performance.now();
    if (left > 0) throw new RateLimitedError(left / 1000, 'Too many refused credentials came from this address.');
  }

  return {
    admitAddress: address => takeRequest(addressGroup(address)),
    admitOperation: client => takeOperation(clientName(client)),
    async authenticate(address, look) {
      if (barred.size > 0) requireUnbarred(addressGroup(address));
      try {
        return await look();
      } catch (error) {
        if (error instanceof UnauthenticatedError) await countFailure(addressGroup(address));
        throw error;
      }
    },
  };
}
