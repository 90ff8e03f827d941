import type { RateLimiter } from '@polyphony/platform/rate-limits';
import type { RequestContext } from '@polyphony/platform/context';
import { RateLimitedError } from '@polyphony/platform/errors';
import { clientName } from './client-name.ts';

/** Lets one operation of a client pass. @throws RateLimitedError. */
export type AdmitOperation = (context: RequestContext) => Promise<void>;

/** A coarse limit against runaway clients, by viewer, or by address where nobody is logged in. */
export function createClientRateLimit(limiter: RateLimiter, perMinute: number): AdmitOperation {
  return async context => {
    if (perMinute === 0) return;
    let result;
    try {
      result = await limiter.consume(`gateway:${clientName(context)}`, { limit: perMinute, windowSeconds: 60 });
    } catch (error) {
      // The limit protects the service; without its store the service is worth more than the limit.
      context.log.warn({ err: error }, 'The rate limit could not be checked');
      return;
    }
    if (!result.allowed) throw new RateLimitedError(result.retryAfterSeconds);
  };
}
