export type { RateLimit, RateLimiter, RateLimitResult } from './rate-limiter.ts';
