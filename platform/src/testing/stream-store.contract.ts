import { randomUUID } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  StreamGoneError,
  StreamOrderError,
  type StreamEntry,
  type StreamLimits,
  type StreamStore,
} from '../streams/index.ts';
import type { Instances } from './instances.ts';
import { eventually, seededRandom } from './waiting.ts';

const entry = (sequence: number): StreamEntry => ({ sequence, payload: JSON.stringify({ text: `token ${sequence}` }) });
const entries = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(from + index));
const forever = new AbortController().signal;

async function readAll(store: StreamStore, stream: string, after = 0, signal = forever): Promise<StreamEntry[]> {
  const received: StreamEntry[] = [];
  for await (const entry of store.read(stream, { after, signal })) received.push(entry);
  return received;
}

/** What every stream store must do. `open` makes two instances over one engine with the given limits. */
export function describeStreamStoreContract(
  name: string,
  open: (limits: StreamLimits) => Promise<Instances<StreamStore>>,
): void {
  describe(`stream store: ${name}`, () => {
    let instances: Instances<StreamStore>;
    const opened: Instances<StreamStore>[] = [];
    async function openWith(limits: StreamLimits) {
      const fresh = await open(limits);
      opened.push(fresh);
      return fresh;
    }
    beforeAll(async () => void (instances = await openWith({ maxEntries: 10_000, ttlSeconds: 60 })));
    afterAll(async () => void (await Promise.all(opened.map(each => each.close()))));

    it('replays what is there, goes live without gap or repeat, and ends', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, entries(1, 5));
      const read = readAll(instances.other, stream);
      await instances.one.append(stream, [entry(6)]);
      await instances.one.append(stream, entries(7, 9));
      await instances.one.end(stream);
      expect(await read).toEqual(entries(1, 9));
      expect(await readAll(instances.one, stream)).toEqual(entries(1, 9));
      expect(await readAll(instances.other, stream, 7)).toEqual(entries(8, 9));
      expect(await readAll(instances.other, stream, 9)).toEqual([]);
    });

    it('gives every one of 40 readers all entries once, whenever it joins, wherever it resumes, while a writer retries', async () => {
      const stream = randomUUID();
      const total = 1500;
      const random = seededRandom();
      await instances.one.append(stream, [entry(1)]);
      let written = 1;

      async function write() {
        while (written < total) {
          const to = Math.min(total, written + 1 + Math.floor(random() * 6));
          const from = Math.max(1, written + 1 - Math.floor(random() * 3));
          await instances.one.append(stream, entries(from, to));
          if (random() < 0.1) await instances.one.append(stream, entries(from, to));
          written = to;
          if (random() < 0.2) await sleep(1);
        }
        await instances.one.end(stream);
      }

      async function readInPieces(store: StreamStore) {
        const startAt = Math.floor(random() * total * 0.8);
        await eventually('the writer got there', () => written >= startAt, 20_000);
        const after = Math.floor(random() * written);
        const seen: number[] = [];
        for (let cursor = after; ;) {
          const leaveAfter = random() < 0.7 ? Math.ceil(random() * 300) : Infinity;
          let left = false;
          for await (const { sequence, payload } of store.read(stream, { after: cursor, signal: forever })) {
            seen.push(payload === entry(sequence).payload ? sequence : Number.NaN);
            cursor = sequence;
            if (random() < 0.01) await sleep(2);
            left = cursor - after >= leaveAfter;
            if (left) break;
          }
          if (!left) return { after, seen };
          if (cursor === total) return { after, seen };
        }
      }

      const readers = Array.from({ length: 40 }, (_, index) =>
        readInPieces(index % 2 === 0 ? instances.one : instances.other),
      );
      await write();
      for (const { after, seen } of await Promise.all(readers)) {
        expect(seen).toEqual(entries(after + 1, total).map(({ sequence }) => sequence));
      }
    }, 30_000);

    it('ignores retried appends, also from another process and after the end', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, entries(1, 3));
      await instances.other.append(stream, [{ sequence: 2, payload: '"changed"' }, entry(3), entry(4)]);
      await instances.one.end(stream);
      await instances.one.append(stream, entries(3, 4));
      await instances.other.end(stream);
      expect(await readAll(instances.one, stream)).toEqual(entries(1, 4));
    });

    it('refuses entries that leave a gap, are out of order or follow the end, and stores nothing of them', async () => {
      const stream = randomUUID();
      const { one } = instances;
      await one.append(stream, entries(1, 2));
      await expect(one.append(stream, [entry(4)])).rejects.toThrow(StreamOrderError);
      await expect(one.append(stream, [entry(3), entry(5)])).rejects.toThrow(StreamOrderError);
      await expect(one.append(stream, [entry(4), entry(3)])).rejects.toThrow(StreamOrderError);
      await expect(one.append(randomUUID(), [entry(0)])).rejects.toThrow(StreamOrderError);
      await one.end(stream);
      await expect(one.append(stream, [entry(3)])).rejects.toThrow(StreamOrderError);
      expect(await readAll(one, stream)).toEqual(entries(1, 2));
    });

    it('lets readers wait for the first entry of an opened stream', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, []);
      const read = readAll(instances.other, stream);
      await sleep(30);
      await instances.one.append(stream, entries(1, 2));
      await instances.one.append(stream, []);
      await instances.one.end(stream);
      expect(await read).toEqual(entries(1, 2));
    });

    it('ends readers of a stream that ends without entries', async () => {
      const [waited, unopened] = [randomUUID(), randomUUID()];
      await instances.one.append(waited, []);
      const read = readAll(instances.other, waited);
      await sleep(30);
      await instances.one.end(waited);
      await instances.one.end(unopened);
      expect(await read).toEqual([]);
      expect(await readAll(instances.other, unopened)).toEqual([]);
    });

    it('waits when a reader is ahead of the writer', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, entries(1, 2));
      const read = readAll(instances.other, stream, 3);
      await sleep(30);
      await instances.one.append(stream, entries(3, 5));
      await instances.one.end(stream);
      expect(await read).toEqual(entries(4, 5));
    });

    it('carries large payloads', async () => {
      const stream = randomUUID();
      const large = Array.from({ length: 12 }, (_, index) => ({
        sequence: index + 1,
        payload: JSON.stringify(`/"\\${'ж€👋'.repeat(40_000)}${index}`),
      }));
      await instances.one.append(stream, large.slice(0, 4));
      const read = readAll(instances.other, stream);
      await instances.one.append(stream, large.slice(4));
      await instances.one.end(stream);
      const received = await read;
      expect(received.map(({ sequence }) => sequence)).toEqual(large.map(({ sequence }) => sequence));
      expect(received.every(({ payload }, index) => payload === large[index]!.payload)).toBe(true);
    });

    it('keeps streams apart', async () => {
      const [first, second] = [randomUUID(), `${randomUUID()}:{x} *`];
      await instances.one.append(first, entries(1, 2));
      await instances.one.append(second, entries(1, 3));
      await Promise.all([instances.one.end(first), instances.one.end(second)]);
      expect(await readAll(instances.other, first)).toHaveLength(2);
      expect(await readAll(instances.other, second)).toHaveLength(3);
    });

    it('throws StreamGoneError for a stream that does not exist', async () => {
      await expect(readAll(instances.one, randomUUID())).rejects.toThrow(StreamGoneError);
    });

    it('rejects to read after what is not a whole number from 0', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, [entry(1)]);
      await expect(readAll(instances.one, stream, -1)).rejects.toThrow(RangeError);
      await expect(readAll(instances.one, stream, 0.5)).rejects.toThrow(RangeError);
    });

    it('trims the oldest entries, and tells readers that need them', async () => {
      const { one, other } = await openWith({ maxEntries: 50, ttlSeconds: 60 });
      const stream = randomUUID();
      await one.append(stream, entries(1, 50));
      const slow = other.read(stream, { after: 0, signal: forever });
      expect(await slow.next()).toEqual({ done: false, value: entry(1) });
      await one.append(stream, entries(51, 300));
      await expect(readAll(other, stream, 249)).rejects.toThrow(StreamGoneError);
      const read = readAll(other, stream, 250);
      await one.end(stream);
      expect(await read).toEqual(entries(251, 300));
      await expect(readAll(one, stream)).rejects.toThrow(StreamGoneError);
      // The slow reader may still hold some entries of before, but no gap is passed over in silence.
      let last = 1;
      await expect(
        (async () => {
          for await (const { sequence } of slow) expect(sequence).toBe(++last);
        })(),
      ).rejects.toThrow(StreamGoneError);
      expect(last).toBeLessThan(251);
    });

    it('counts from the first entry it is given: what a lost stream had before is trimmed', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, entries(57, 60));
      await instances.one.end(stream);
      await expect(readAll(instances.other, stream, 20)).rejects.toThrow(StreamGoneError);
      expect(await readAll(instances.other, stream, 56)).toEqual(entries(57, 60));
    });

    it('expires after the last append or end, and tells a waiting reader', async () => {
      const { one, other } = await openWith({ maxEntries: 50, ttlSeconds: 0.6 });
      const [kept, ended] = [randomUUID(), randomUUID()];
      await one.append(kept, [entry(1)]);
      await one.append(ended, [entry(1)]);
      await one.end(ended);
      const waiting = other.read(kept, { after: 0, signal: forever });
      for (let sequence = 2; sequence <= 4; sequence++) {
        await sleep(200);
        await one.append(kept, [entry(sequence)]);
      }
      for (let sequence = 1; sequence <= 4; sequence++) expect((await waiting.next()).value).toEqual(entry(sequence));
      await expect(readAll(one, ended)).rejects.toThrow(StreamGoneError);
      await expect(waiting.next()).rejects.toThrow(StreamGoneError);
      await expect(readAll(one, kept)).rejects.toThrow(StreamGoneError);
    }, 15_000);

    it('lets readers go at once when they abort, holding nothing of their signals', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, entries(1, 3));
      const controllers = Array.from({ length: 20 }, () => new AbortController());
      const reads = controllers.map(({ signal }, index) =>
        readAll(index % 2 === 0 ? instances.one : instances.other, stream, 0, signal),
      );
      await sleep(50);
      const started = performance.now();
      for (const controller of controllers) controller.abort();
      for (const read of reads) expect(await read).toEqual(entries(1, 3));
      expect(performance.now() - started).toBeLessThan(1000);
      for (const { signal } of controllers) expect(getEventListeners(signal, 'abort')).toEqual([]);
      expect(await readAll(instances.one, stream, 0, AbortSignal.abort())).toEqual([]);
    });

    it('delivers nothing after an abort between two entries', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, entries(1, 3));
      const controller = new AbortController();
      const reader = instances.other.read(stream, { after: 0, signal: controller.signal });
      expect((await reader.next()).value).toEqual(entry(1));
      controller.abort();
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    it('releases a reader that leaves', async () => {
      const stream = randomUUID();
      await instances.one.append(stream, entries(1, 3));
      const { signal } = new AbortController();
      for await (const _entry of instances.other.read(stream, { after: 0, signal })) break;
      await nextTurn();
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    });
  });
}
