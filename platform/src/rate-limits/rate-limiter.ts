export interface RateLimit {
  /** Units that may pass in one window. */
  limit: number;
  windowSeconds: number;
}

export interface RateLimitResult {
  allowed: boolean;
  remaining: number;
  /** Seconds until the next unit may pass; 0 when allowed. */
  retryAfterSeconds: number;
}

/** Counts over all processes, never letting more than `limit` pass in any window. */
export interface RateLimiter {
  consume(key: string, limit: RateLimit, cost?: number): Promise<RateLimitResult>;
  reset(key: string): Promise<void>;
  close(): Promise<void>;
}
