import { createMemoryCache, type Cache } from '@polyphony/platform/cache';
import { createMemoryEventBus, type EventBus } from '@polyphony/platform/events';
import type { HealthCheck } from '@polyphony/platform/health';
import type { Logger } from '@polyphony/platform/logging';
import { createMemoryRateLimiter, type RateLimiter } from '@polyphony/platform/rate-limits';
import { createMemoryStreamStore, type StreamStore } from '@polyphony/platform/streams';
import type { Engine } from './engine.ts';

/** Events, stream buffers, cache and rate limits: in Redis, or in this process. */
export interface MessagingEngine extends Engine {
  readonly events: EventBus;
  readonly streams: StreamStore;
  readonly cache: Cache;
  readonly rateLimiter: RateLimiter;
  readonly healthChecks: HealthCheck[];
}

/** A finished reply is replayed from its message, so its stream need not live long. */
const streamLimits = { maxEntries: 100_000, ttlSeconds: 600 };

export async function openMessaging({ url, log }: { url: string | undefined; log: Logger }): Promise<MessagingEngine> {
  return url === undefined ? openInProcess(log) : openRedis(url, log);
}

function openInProcess(log: Logger): MessagingEngine {
  const adapters = {
    events: createMemoryEventBus({ log }),
    streams: createMemoryStreamStore(streamLimits),
    cache: createMemoryCache(),
    rateLimiter: createMemoryRateLimiter(),
  };
  return {
    ...adapters,
    name: 'Redis',
    description: 'in-process events, streams, cache and rate limits',
    healthChecks: [],
    close: () => closeAll(Object.values(adapters)),
  };
}

async function openRedis(url: string, log: Logger): Promise<MessagingEngine> {
  const redis = await import('@polyphony/platform/redis');
  const adapters = {
    events: redis.createRedisEventBus({ url, log }),
    streams: redis.createRedisStreamStore({ url, limits: streamLimits, log }),
    cache: redis.createRedisCache({ url, log }),
    rateLimiter: redis.createRedisRateLimiter({ url, log }),
  };
  const connection = redis.connectRedis(url, log);
  return {
    ...adapters,
    name: 'Redis',
    description: 'REDIS_URL',
    healthChecks: [redis.redisHealthCheck(connection)],
    close: () => closeAll([...Object.values(adapters), connection]),
  };
}

async function closeAll(closables: { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(closables.map(closable => closable.close()));
}
