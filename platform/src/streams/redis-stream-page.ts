import type { RedisConnection } from '../redis/index.ts';
import { StreamGoneError, type StreamEntry } from './stream-store.ts';

const pageSize = 100;

export interface StreamPage {
  /** Consecutive, starting right after where the reader is. */
  readonly entries: StreamEntry[];
  /** Nothing was stored after these at the moment of reading. */
  readonly complete: boolean;
  readonly ended: boolean;
}

/**
 * Reads what is stored after `after`.
 * @throws StreamGoneError when the stream does not exist or the next entry is trimmed.
 */
export async function readStreamPage(
  redis: RedisConnection,
  { key, stream, after }: { key: string; stream: string; after: number },
): Promise<StreamPage> {
  const [stored, exists] = await Promise.all([
    redis.send(client => client.xrange(key, `(${after}-0`, '+', 'COUNT', pageSize)),
    redis.send(client => client.exists(key)),
  ]);
  const entries: StreamEntry[] = [];
  let ended = false;
  for (const [id, [field, value]] of stored) {
    if (field === 'e') ended = true;
    else entries.push({ sequence: Number.parseInt(id, 10), payload: value! });
  }
  if (stored.length === 0 && exists === 0) throw new StreamGoneError(`Stream ${stream} does not exist.`);
  const [first] = entries;
  if (first !== undefined && first.sequence !== after + 1) {
    throw new StreamGoneError(`Entry ${after + 1} of stream ${stream} is trimmed.`);
  }
  return { entries, complete: stored.length < pageSize, ended };
}
