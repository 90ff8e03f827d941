import { unlessAborted } from '../abort/index.ts';
import { connectRedis, defaultPrefix, type RedisAdapterOptions } from '../redis/index.ts';
import { requireConsecutive, requireValidAfter } from './order.ts';
import { readStreamPage } from './redis-stream-page.ts';
import { appendScript, endScript } from './redis-stream-scripts.ts';
import { StreamTails } from './stream-tails.ts';
import {
  StreamGoneError,
  StreamOrderError,
  type StreamEntry,
  type StreamLimits,
  type StreamStore,
} from './stream-store.ts';

/** A quiet reader looks into the store this often, should Redis have lost the stream or a message on its way. */
const longestSilenceMs = 10_000;

/**
 * Streams that all processes share, on Redis streams. New entries travel through a channel; what a reader missed or was before its
 * time is read from the store. A reader survives a restart of Redis that keeps its data, and throws if that takes too long.
 */
export function createRedisStreamStore({
  url,
  prefix = defaultPrefix,
  log,
  limits: { maxEntries, ttlSeconds },
}: RedisAdapterOptions & { limits: StreamLimits }): StreamStore {
  const redis = connectRedis(url, log);
  const tails = new StreamTails(redis.channels, maxEntries);
  const ttlMs = Math.ceil(ttlSeconds * 1000);
  const silenceMs = Math.min(longestSilenceMs, ttlMs);
  let closed = false;
  const keyOf = (stream: string) => `${prefix}stream:${stream}`;

  function requireOpen() {
    if (closed) throw new Error('The stream store is closed.');
  }

  async function* follow(
    stream: string,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<StreamEntry, void, undefined> {
    const key = keyOf(stream);
    // Subscribed before the first look into the store, so that nothing falls between the two.
    const following = tails.follow(key);
    const followed = await unlessAborted(following, signal);
    if (followed === 'aborted') {
      void following.then(({ release }) => release()).catch(() => {});
      return;
    }
    const { tail, release } = followed;
    try {
      let cursor = after;
      /** The tail's epoch in which all that the store held was read. */
      let caughtUp: number | undefined;
      for (;;) {
        if (closed) throw new StreamGoneError('The stream store is closed.');
        let ended = false;
        let entries = tail.after(cursor);
        if (entries.length === 0) {
          if (tail.endsBy(cursor)) return;
          const { epoch } = tail;
          if (caughtUp !== epoch || tail.last > cursor) {
            const page = await unlessAborted(readStreamPage(redis, { key, stream, after: cursor }), signal);
            if (page === 'aborted') return;
            ({ entries, ended } = page);
            if (page.complete) caughtUp = epoch;
          } else {
            const waited = await tail.changes.next(signal, silenceMs);
            if (waited === 'timeout') caughtUp = undefined;
          }
        }
        for (const entry of entries) {
          if (signal.aborted) return;
          yield entry;
          cursor = entry.sequence;
        }
        if (ended || signal.aborted) return;
      }
    } finally {
      void release();
    }
  }

  return {
    async append(stream, entries) {
      requireOpen();
      requireConsecutive(stream, entries);
      const key = keyOf(stream);
      const values = [key, maxEntries, ttlMs, entries[0]?.sequence ?? 1, ...entries.map(({ payload }) => payload)];
      try {
        await redis.run(appendScript, [key], values);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('STREAMORDER')) throw error;
        throw new StreamOrderError(
          `Entries from ${values[3]} do not fit into stream ${stream}: ${error.message.slice(12)}.`,
        );
      }
    },

    async end(stream) {
      requireOpen();
      const key = keyOf(stream);
      await redis.run(endScript, [key], [key, ttlMs]);
    },

    async *read(stream, { after, signal }) {
      requireValidAfter(after);
      if (signal.aborted) return;
      requireOpen();
      yield* follow(stream, after, signal);
    },

    async close() {
      if (closed) return;
      closed = true;
      tails.close();
      await redis.close();
    },
  };
}
