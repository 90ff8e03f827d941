import { LRUCache } from 'lru-cache';
import { toJson, toMilliseconds } from './cache-value.ts';
import type { Cache } from './cache.ts';

/** A cache within this process; past `maxEntries` (default 10,000) the least recently used value goes. */
export function createMemoryCache({ maxEntries = 10_000 }: { maxEntries?: number } = {}): Cache {
  const values = new LRUCache<string, string>({ max: maxEntries });

  return {
    async get<Value>(key: string) {
      const json = values.get(key);
      return json === undefined ? null : (JSON.parse(json) as Value);
    },
    async set(key, value, ttlSeconds) {
      values.set(key, toJson(value), { ttl: toMilliseconds(ttlSeconds) });
    },
    async setIfAbsent(key, value, ttlSeconds) {
      const json = toJson(value);
      const ttl = toMilliseconds(ttlSeconds);
      if (values.has(key)) return false;
      values.set(key, json, { ttl });
      return true;
    },
    async delete(key) {
      values.delete(key);
    },
    async close() {
      values.clear();
    },
  };
}
