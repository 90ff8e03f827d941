import type { Cluster, Redis } from 'ioredis';

/** A Lua script, run atomically. In a cluster all its keys must share a slot. */
export interface RedisScript {
  /** Unique among our scripts, camelCase. */
  readonly name: string;
  readonly lua: string;
}

type Call = (this: unknown, keyCount: number, ...keysAndValues: (string | number)[]) => Promise<unknown>;

const defined = new WeakMap<object, Set<string>>();

/**
 * Sends the script's text once a connection and its hash from then on, so that calls stay in the order they were made (falling
 * back to the text only after "unknown script" would not keep it).
 */
export function runScript(
  client: Redis | Cluster,
  { name, lua }: RedisScript,
  keys: readonly string[],
  values: readonly (string | number)[],
): Promise<unknown> {
  const names = defined.get(client) ?? new Set();
  if (!names.has(name)) {
    client.defineCommand(name, { lua });
    defined.set(client, names.add(name));
  }
  const call = (client as unknown as Record<string, Call>)[name]!;
  return call.call(client, keys.length, ...keys, ...values);
}
