export { createMemoryRateLimiter } from './memory-rate-limiter.ts';
export type { RateLimit, RateLimiter, RateLimitResult } from './rate-limiter.ts';
