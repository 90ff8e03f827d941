export { RedisChannels, type ChannelHandler } from './redis-channels.ts';
export { connectRedis, type RedisConnection } from './redis-connection.ts';
export { redisHealthCheck } from './redis-health-check.ts';
export { defaultPrefix, type RedisAdapterOptions } from './redis-options.ts';
export type { RedisScript } from './redis-script.ts';
