import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidBlobKeyError, type BlobStore } from '../blobs/index.ts';
import type { Instances } from './instances.ts';

const contentType = 'text/plain';
const megabyte = 1024 * 1024;

/** Bytes of buffers that are in use, after a collection of those that are not. */
async function heldBuffers(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // What the first collection freed is swept beside this thread.
  await sleep(10);
  return process.memoryUsage().arrayBuffers;
}

async function read(store: BlobStore, key: string, range?: { start: number; end: number }): Promise<string | null> {
  const found = await store.get(key, { range });
  return found === null ? null : (await buffer(found.body)).toString();
}

async function keysOf(store: BlobStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}

/** What every blob store must do. */
export function describeBlobStoreContract(name: string, open: () => Promise<Instances<BlobStore>>): void {
  describe(`blob store: ${name}`, () => {
    let instances: Instances<BlobStore>;
    let store: BlobStore;
    beforeAll(async () => {
      instances = await open();
      store = instances.one;
    });
    afterAll(() => instances.close());
    const freshKey = () => `tests/${randomUUID()}`;

    it('gives bytes and facts back, in every process', async () => {
      const key = freshKey();
      const before = Date.now();
      const put = await store.put(key, Buffer.from('Grüße'), { contentType: 'text/plain; charset=utf-8' });
      expect(put).toEqual({ key, size: 7, contentType: 'text/plain; charset=utf-8', modifiedAt: expect.any(Date) });
      // Stores keep whole seconds.
      expect(Math.abs(put.modifiedAt.getTime() - before)).toBeLessThan(10_000);
      expect(await instances.other.head(key)).toEqual(put);
      const found = await instances.other.get(key);
      expect(found!.info).toEqual(put);
      expect((await buffer(found!.body)).toString()).toBe('Grüße');
    });

    it('holds an empty blob, given as bytes or as a stream', async () => {
      const [bytes, stream] = [freshKey(), freshKey()];
      await store.put(bytes, new Uint8Array(), { contentType });
      await store.put(stream, Readable.from([]), { contentType });
      for (const key of [bytes, stream]) {
        expect((await store.head(key))?.size).toBe(0);
        expect(await read(store, key)).toBe('');
        await expect(store.get(key, { range: { start: 0, end: 0 } })).rejects.toThrow(RangeError);
      }
    });

    it('streams 50 MB in and out without holding them in memory', async () => {
      const key = freshKey();
      const size = 50 * megabyte;
      const chunk = Buffer.alloc(64 * 1024, 'abcdefghijklmnop');
      const sent = createHash('sha256');
      const held = [await heldBuffers()];
      async function* body() {
        for (let written = 0; written < size; written += chunk.length) {
          chunk.writeUInt32LE(written, 0);
          sent.update(chunk);
          if (written % (10 * megabyte) === 0) held.push(await heldBuffers());
          yield Buffer.from(chunk);
        }
      }
      const info = await store.put(key, Readable.from(body(), { objectMode: false }), { contentType });
      expect(info.size).toBe(size);
      const received = createHash('sha256');
      const { body: stored } = (await store.get(key))!;
      let read = 0;
      for await (const part of stored as AsyncIterable<Buffer>) {
        received.update(part);
        read += part.length;
        if (Math.floor(read / megabyte / 10) > Math.floor((read - part.length) / megabyte / 10))
          held.push(await heldBuffers());
      }
      expect(received.digest('hex')).toBe(sent.digest('hex'));
      expect((Math.max(...held) - held[0]!) / megabyte).toBeLessThan(35);
      await store.delete(key);
    }, 60_000);

    it('reads ranges, both ends included, cut at the end of the blob', async () => {
      const key = freshKey();
      await store.put(key, Buffer.from('0123456789'), { contentType });
      expect(await read(store, key, { start: 0, end: 0 })).toBe('0');
      expect(await read(store, key, { start: 2, end: 5 })).toBe('2345');
      expect(await read(store, key, { start: 8, end: 100 })).toBe('89');
      const found = await store.get(key, { range: { start: 9, end: 9 } });
      expect(found!.info).toMatchObject({ size: 10, contentType });
      expect((await buffer(found!.body)).toString()).toBe('9');
      await expect(store.get(key, { range: { start: 10, end: 12 } })).rejects.toThrow(RangeError);
      await expect(store.get(key, { range: { start: 5, end: 4 } })).rejects.toThrow(RangeError);
      await expect(store.get(key, { range: { start: -1, end: 4 } })).rejects.toThrow(RangeError);
    });

    it('answers null for what is not there', async () => {
      const key = freshKey();
      expect(await store.get(key)).toBeNull();
      expect(await store.get(key, { range: { start: 0, end: 1 } })).toBeNull();
      expect(await store.head(key)).toBeNull();
      await store.delete(key);
    });

    it('shows a blob only when it is whole, and the former one until then', async () => {
      const key = freshKey();
      await store.put(key, Buffer.from('former'), { contentType });
      const body = new Readable({ read() {} });
      const put = store.put(key, body, { contentType: 'text/new' });
      body.push('new ');
      await sleep(50);
      expect(await read(instances.other, key)).toBe('former');
      expect(await instances.other.head(key)).toMatchObject({ size: 6, contentType });
      body.push('blob');
      body.push(null);
      await put;
      expect(await read(instances.other, key)).toBe('new blob');
      expect(await instances.other.head(key)).toMatchObject({ size: 8, contentType: 'text/new' });
    });

    it('leaves nothing of a put whose body fails, early or late', async () => {
      for (const size of [0, 10, 12 * megabyte]) {
        const key = freshKey();
        async function* failing() {
          for (let sent = 0; sent < size; sent += megabyte) yield Buffer.alloc(Math.min(size, megabyte));
          await sleep(5);
          throw new Error('The upload broke off.');
        }
        const body = Readable.from(failing(), { objectMode: false });
        await expect(store.put(key, body, { contentType })).rejects.toThrow('The upload broke off.');
        expect(await store.get(key)).toBeNull();
        expect(await keysOf(store, key)).toEqual([]);
      }
    });

    it('rejects a put whose body is destroyed, leaving the former blob', async () => {
      const key = freshKey();
      await store.put(key, Buffer.from('former'), { contentType });
      const body = new Readable({ read() {} });
      const put = store.put(key, body, { contentType });
      body.push('new');
      setTimeout(() => body.destroy(new Error('The client left.')), 20);
      await expect(put).rejects.toThrow('The client left.');
      expect(await read(store, key)).toBe('former');
    });

    it('ends with one whole blob when several are put under one key at once', async () => {
      const key = freshKey();
      const letters = ['a', 'b', 'c', 'd'];
      await Promise.all(
        letters.map((letter, index) =>
          (index % 2 === 0 ? store : instances.other).put(key, Readable.from([Buffer.alloc(100_000, letter)]), {
            contentType: letter,
          }),
        ),
      );
      const { info, body } = (await store.get(key))!;
      expect((await buffer(body)).equals(Buffer.alloc(100_000, info.contentType))).toBe(true);
    });

    it('deletes one blob, also from another process', async () => {
      const [gone, kept] = [freshKey(), freshKey()];
      await store.put(gone, Buffer.from('x'), { contentType });
      await store.put(kept, Buffer.from('x'), { contentType });
      await instances.other.delete(gone);
      expect(await store.head(gone)).toBeNull();
      expect(await store.head(kept)).not.toBeNull();
    });

    it('lists keys by any prefix in order of their characters, also a key that is a folder of others', async () => {
      const root = freshKey();
      const names = ['a', 'a-b', 'a.b', 'a/b', 'a/b/c', 'a/bb', 'a0', 'B', 'b/1', 'b/10', 'b/2', 'c'];
      for (const each of names) await store.put(`${root}/${each}`, Buffer.from(each), { contentType });
      const listed = async (prefix: string) =>
        (await keysOf(instances.other, `${root}/${prefix}`)).map(key => key.slice(root.length + 1));
      expect(await listed('')).toEqual([
        'B',
        'a',
        'a-b',
        'a.b',
        'a/b',
        'a/b/c',
        'a/bb',
        'a0',
        'b/1',
        'b/10',
        'b/2',
        'c',
      ]);
      expect(await listed('a')).toEqual(['a', 'a-b', 'a.b', 'a/b', 'a/b/c', 'a/bb', 'a0']);
      expect(await listed('a/b')).toEqual(['a/b', 'a/b/c', 'a/bb']);
      expect(await listed('b/1')).toEqual(['b/1', 'b/10']);
      expect(await listed('nothing')).toEqual([]);
      expect(await read(store, `${root}/a`)).toBe('a');
      await store.delete(`${root}/a/b`);
      expect(await listed('a/b')).toEqual(['a/b/c', 'a/bb']);
    });

    it('rejects keys that could leave the store or mean something else', async () => {
      const keys = ['', '/', 'a/', '/a', 'a//b', '..', '../a', 'a/../../b', 'a/./b', '.partial/a', 'a\\b', 'a\0', 'ü'];
      for (const key of [...keys, 'a b', 'a%2e', 'C:a', 'a.blob', 'a.blob/b', 'a\n', 'x'.repeat(513), '/etc/passwd']) {
        await expect(store.put(key, Buffer.from('x'), { contentType })).rejects.toThrow(InvalidBlobKeyError);
        await expect(store.get(key)).rejects.toThrow(InvalidBlobKeyError);
        await expect(store.head(key)).rejects.toThrow(InvalidBlobKeyError);
        await expect(store.delete(key)).rejects.toThrow(InvalidBlobKeyError);
      }
      await expect(keysOf(store, '../')).rejects.toThrow(InvalidBlobKeyError);
      await expect(keysOf(store, 'a/../b')).rejects.toThrow(InvalidBlobKeyError);
    });
  });
}
