// The adapters on Redis are offered here, not beside their ports, so that a process without Redis does not load its client.
export { createRedisCache } from '../cache/redis-cache.ts';
export { createRedisEventBus } from '../events/redis-event-bus.ts';
export { createRedisRateLimiter } from '../rate-limits/redis-rate-limiter.ts';
export { createRedisStreamStore } from '../streams/redis-stream-store.ts';
export { RedisChannels, type ChannelHandler } from './redis-channels.ts';
export { connectRedis, type RedisConnection } from './redis-connection.ts';
export { redisHealthCheck } from './redis-health-check.ts';
export { defaultPrefix, type RedisAdapterOptions } from './redis-options.ts';
export type { RedisScript } from './redis-script.ts';
