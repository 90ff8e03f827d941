export interface RateLimit {
  /** Units that may pass in one window. */
  limit: number;
  windowSeconds: number;
}

export interface RateLimitResult {
  allowed: boolean;
  /** Units that may still pass now. */
  remaining: number;
  /** Seconds until the same request may pass if nothing else does; 0 when allowed. Never more than the window and one slot of it. */
  retryAfterSeconds: number;
}

/**
 * Counts over all processes, never letting more than `limit` pass in any window. A key may be counted in windows of several
 * lengths, each on its own.
 */
export interface RateLimiter {
  /** Takes `cost` units (default 1), or none when refused. A cost above the limit never passes. */
  consume(key: string, limit: RateLimit, cost?: number): Promise<RateLimitResult>;
  /** Forgets what the key has used. */
  reset(key: string): Promise<void>;
  close(): Promise<void>;
}
