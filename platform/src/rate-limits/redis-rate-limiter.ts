import { connectRedis, defaultPrefix, type RedisAdapterOptions, type RedisScript } from '../redis/index.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { requireValidLimit, slotsPerWindow } from './sliding-window.ts';

/**
 * The steps of `takeUnits`, on a hash `<window ms>:<slot>` -> units. Redis' own clock decides, so the processes' need not agree.
 * Values: limit, window in ms, cost, slots a window. Answers allowed (1 or 0), remaining, ms until the next try.
 */
const takeUnitsScript: RedisScript = {
  name: 'takeRateLimitUnits',
  lua: `
local limit, window, cost, slotsPerWindow = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
local slotLength = window / slotsPerWindow
local current = math.floor(now / slotLength)
local used, slots = 0, {}
local fields = redis.call('HGETALL', KEYS[1])
for index = 1, #fields, 2 do
  local length, slot = string.match(fields[index], '^([^:]+):(%d+)$')
  if length == ARGV[2] then
    slot = tonumber(slot)
    if slot < current - slotsPerWindow then
      redis.call('HDEL', KEYS[1], fields[index])
    else
      local units = tonumber(fields[index + 1])
      used = used + units
      slots[#slots + 1] = { slot, units }
    end
  end
end
if used + cost <= limit then
  redis.call('HINCRBY', KEYS[1], ARGV[2] .. ':' .. string.format('%.0f', current), cost)
  local expiry = math.ceil(window * 2)
  if redis.call('PTTL', KEYS[1]) < expiry then redis.call('PEXPIRE', KEYS[1], expiry) end
  return { 1, limit - used - cost, '0' }
end
table.sort(slots, function(a, b) return a[1] < b[1] end)
local left, retryAfter = used, window
for _, slot in ipairs(slots) do
  left = left - slot[2]
  if left + cost <= limit then
    retryAfter = (slot[1] + slotsPerWindow + 1) * slotLength - now
    break
  end
end
return { 0, math.max(0, limit - used), string.format('%.3f', retryAfter) }
`,
};

/** A rate limiter that counts for all processes together. */
export function createRedisRateLimiter({ url, prefix = defaultPrefix, log }: RedisAdapterOptions): RateLimiter {
  const redis = connectRedis(url, log);
  const keyOf = (key: string) => `${prefix}rate-limit:${key}`;

  return {
    async consume(key, limit, cost = 1) {
      requireValidLimit(limit, cost);
      const values = [limit.limit, limit.windowSeconds * 1000, cost, slotsPerWindow];
      const answer = await redis.run(takeUnitsScript, [keyOf(key)], values);
      const [allowed, remaining, retryAfterMs] = answer as [number, number, string];
      return { allowed: allowed === 1, remaining, retryAfterSeconds: Number(retryAfterMs) / 1000 };
    },
    async reset(key) {
      await redis.send(client => client.del(keyOf(key)));
    },
    close: () => redis.close(),
  };
}
