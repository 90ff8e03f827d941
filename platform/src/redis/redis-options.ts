import type { Logger } from '../logging/index.ts';

/** What every adapter on Redis needs. */
export interface RedisAdapterOptions {
  /** `redis://[user:password@]host:port[/db]`, `rediss://...` for TLS; several, separated by commas, for a cluster. */
  url: string;
  /** What every key and channel starts with: two installations on one Redis need two. Default `polyphony:`. */
  prefix?: string;
  log?: Logger;
}

export const defaultPrefix = 'polyphony:';
