import { Changes } from './changes.ts';
import { newerEntries, requireConsecutive, requireValidAfter } from './order.ts';
import {
  StreamGoneError,
  StreamOrderError,
  type StreamEntry,
  type StreamLimits,
  type StreamStore,
} from './stream-store.ts';

interface MemoryStream {
  /** Consecutive, the oldest first. */
  entries: StreamEntry[];
  /** The newest sequence ever held; 0 before the first. */
  last: number;
  ended: boolean;
  gone: boolean;
  expiry: NodeJS.Timeout;
  readonly changes: Changes;
}

/** Streams within this process. */
export function createMemoryStreamStore({ maxEntries, ttlSeconds }: StreamLimits): StreamStore {
  const streams = new Map<string, MemoryStream>();
  let closed = false;

  function remove(name: string, stream: MemoryStream) {
    clearTimeout(stream.expiry);
    stream.gone = true;
    streams.delete(name);
    stream.changes.notify();
  }

  function open(name: string): MemoryStream {
    if (closed) throw new Error('The stream store is closed.');
    const known = streams.get(name);
    if (known !== undefined) {
      known.expiry.refresh();
      return known;
    }
    const stream: MemoryStream = {
      entries: [],
      last: 0,
      ended: false,
      gone: false,
      expiry: setTimeout(() => remove(name, stream), ttlSeconds * 1000).unref(),
      changes: new Changes(),
    };
    streams.set(name, stream);
    return stream;
  }

  /** Stored entries after `after`; none when the reader is up to date. */
  function entriesAfter(name: string, stream: MemoryStream, after: number): StreamEntry[] {
    if (after >= stream.last) return [];
    const start = after + 1 - stream.entries[0]!.sequence;
    if (start < 0) throw new StreamGoneError(`Entry ${after + 1} of stream ${name} is trimmed.`);
    return stream.entries.slice(start, start + 100);
  }

  return {
    async append(name, entries) {
      requireConsecutive(name, entries);
      const stream = open(name);
      const newer = newerEntries(name, stream.last, entries);
      if (newer.length === 0) return;
      if (stream.ended) throw new StreamOrderError(`Stream ${name} has ended.`);
      stream.entries.push(...newer);
      stream.entries.splice(0, stream.entries.length - maxEntries);
      stream.last = newer.at(-1)!.sequence;
      stream.changes.notify();
    },

    async end(name) {
      const stream = open(name);
      stream.ended = true;
      stream.changes.notify();
    },

    async *read(name, { after, signal }) {
      requireValidAfter(after);
      if (signal.aborted) return;
      const stream = streams.get(name);
      if (stream === undefined) throw new StreamGoneError(`Stream ${name} does not exist.`);
      let cursor = after;
      for (;;) {
        if (stream.gone) throw new StreamGoneError(`Stream ${name} has expired.`);
        const entries = entriesAfter(name, stream, cursor);
        for (const entry of entries) {
          yield entry;
          // The abort may come while the reader holds the generator.
          if (signal.aborted as boolean) return;
          cursor = entry.sequence;
        }
        if (entries.length > 0) continue;
        if (stream.ended) return;
        await stream.changes.next(signal);
        if (signal.aborted as boolean) return;
      }
    },

    async close() {
      closed = true;
      for (const [name, stream] of streams) remove(name, stream);
    },
  };
}
