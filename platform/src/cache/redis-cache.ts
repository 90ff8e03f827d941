import { connectRedis, defaultPrefix, type RedisAdapterOptions } from '../redis/index.ts';
import { toJson, toMilliseconds } from './cache-value.ts';
import type { Cache } from './cache.ts';

/** A cache that all processes share. */
export function createRedisCache({ url, prefix = defaultPrefix, log }: RedisAdapterOptions): Cache {
  const redis = connectRedis(url, log);
  const keyOf = (key: string) => `${prefix}cache:${key}`;

  return {
    async get<Value>(key: string) {
      const json = await redis.send(client => client.get(keyOf(key)));
      return json === null ? null : (JSON.parse(json) as Value);
    },
    async set(key, value, ttlSeconds) {
      const [json, ttl] = [toJson(value), toMilliseconds(ttlSeconds)];
      await redis.send(client => client.set(keyOf(key), json, 'PX', ttl));
    },
    async setIfAbsent(key, value, ttlSeconds) {
      const [json, ttl] = [toJson(value), toMilliseconds(ttlSeconds)];
      return (await redis.send(client => client.set(keyOf(key), json, 'PX', ttl, 'NX'))) === 'OK';
    },
    async delete(key) {
      await redis.send(client => client.del(keyOf(key)));
    },
    close: () => redis.close(),
  };
}
