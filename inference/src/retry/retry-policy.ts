import { setTimeout as sleep } from 'node:timers/promises';
import { cancelledError, InferenceError } from '../errors/index.ts';

export interface RetryPolicy {
  /** Requests in all, the first included. */
  attempts: number;
  /** Wait before the second request; doubles with each further one. Milliseconds. */
  baseDelayMs: number;
  /** A Retry-After beyond this is not waited for: the error goes to the caller at once. Milliseconds. */
  maxDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 3, baseDelayMs: 250, maxDelayMs: 10_000 };

/** How long to wait before the next request in milliseconds, or null when there should be none. */
export function retryDelay(error: unknown, attempt: number, policy: RetryPolicy): number | null {
  if (!(error instanceof InferenceError) || !error.isRetryable || attempt >= policy.attempts) return null;
  const delay = error.retryAfterMs ?? policy.baseDelayMs * 2 ** (attempt - 1) * (1 + Math.random() / 4);
  return delay <= policy.maxDelayMs ? delay : null;
}

/**
 * Runs the work again while it fails retryably. The work must not have delivered anything yet when it throws.
 * @throws InferenceError the last one, or CANCELLED as soon as the signal aborts
 */
export async function withRetry<Result>(
  work: () => Promise<Result>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted) throw cancelledError(signal.reason);
    try {
      return await work();
    } catch (error) {
      const delay = signal?.aborted ? null : retryDelay(error, attempt, policy);
      if (delay === null) throw error;
      await sleep(delay, undefined, { signal }).catch(reason => {
        throw cancelledError(reason);
      });
    }
  }
}
