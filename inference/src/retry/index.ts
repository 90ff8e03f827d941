export { defaultRetryPolicy, retryDelay, withRetry, type RetryPolicy } from './retry-policy.ts';
export { retryAfterMs } from './retry-after.ts';
