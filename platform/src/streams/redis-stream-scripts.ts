import type { RedisScript } from '../redis/index.ts';

/**
 * A stream is a Redis stream. Entry n has the id `n-0` and its payload in field `p`; the end has the id `<last>-1` and field `e`.
 * `newest` answers the last entry's number (0 for none) and whether the stream has ended; nil when it does not exist.
 */
const newest = `
local function newest()
  if redis.call('EXISTS', KEYS[1]) == 0 then return nil, false end
  local found = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
  if found == nil then return 0, false end
  local sequence, kind = string.match(found[1], '^(%d+)-(%d+)$')
  return tonumber(sequence), kind == '1'
end
`;

/**
 * Appends what is newer, keeps the stream alive and publishes what was appended, in one step, so that the channel has the order of
 * the stream. Values: channel, most entries to keep, time to live in ms, number of the first payload, payloads.
 */
export const appendScript: RedisScript = {
  name: 'appendToStream',
  lua: `${newest}
local last, ended = newest()
local first, count = tonumber(ARGV[4]), #ARGV - 4
if last == nil then
  if count == 0 then
    redis.call('XGROUP', 'CREATE', KEYS[1], 'opening', '0', 'MKSTREAM')
    redis.call('XGROUP', 'DESTROY', KEYS[1], 'opening')
  end
  last = 0
end
local from = math.max(first, last + 1)
local added = {}
if first + count > from then
  if ended then return redis.error_reply('STREAMORDER the stream has ended') end
  if last > 0 and from > last + 1 then return redis.error_reply('STREAMORDER the newest entry is ' .. last) end
  for sequence = from, first + count - 1 do
    local payload = ARGV[5 + sequence - first]
    redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[2], sequence .. '-0', 'p', payload)
    added[#added + 1] = payload
  end
  redis.call('PUBLISH', ARGV[1], cjson.encode({ from = from, payloads = added }))
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
`,
};

/** Marks the end. Values: channel, time to live in ms. */
export const endScript: RedisScript = {
  name: 'endStream',
  lua: `${newest}
local last, ended = newest()
last = last or 0
if not ended then
  redis.call('XADD', KEYS[1], last .. '-1', 'e', '1')
  redis.call('PUBLISH', ARGV[1], cjson.encode({ endedAt = last }))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
`,
};
