import type { HealthCheck } from '../health/index.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Healthy when Redis answers a ping. */
export function redisHealthCheck(redis: RedisConnection): HealthCheck {
  return {
    name: 'redis',
    async check() {
      await redis.send(client => client.ping());
    },
  };
}
