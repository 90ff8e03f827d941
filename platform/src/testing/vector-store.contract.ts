import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VectorDimensionError, type VectorItem, type VectorStore } from '../vectors/index.ts';
import type { Instances } from './instances.ts';
import { seededRandom } from './waiting.ts';

const item = (id: string, vector: number[], metadata: VectorItem['metadata'] = {}): VectorItem => ({
  id,
  vector: Float32Array.from(vector),
  text: `text of ${id}`,
  metadata,
});

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, lengthOfA, lengthOfB] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    product += a[index]! * b[index]!;
    lengthOfA += a[index]! ** 2;
    lengthOfB += b[index]! ** 2;
  }
  return product / Math.sqrt(lengthOfA * lengthOfB);
}

/** What every vector store must do. */
export function describeVectorStoreContract(name: string, open: () => Promise<Instances<VectorStore>>): void {
  describe(`vector store: ${name}`, () => {
    let instances: Instances<VectorStore>;
    let store: VectorStore;
    beforeAll(async () => {
      instances = await open();
      store = instances.one;
    });
    afterAll(() => instances.close());

    it('answers the nearest first, with the cosine as the score', async () => {
      const collection = randomUUID();
      await store.upsert(collection, [
        item('opposite', [-3, -4]),
        item('same', [30, 40]),
        item('right angle', [-4, 3]),
        item('near', [4, 3]),
      ]);
      const matches = await store.query(collection, Float32Array.of(3, 4), { limit: 10 });
      expect(matches.map(({ id }) => id)).toEqual(['same', 'near', 'right angle', 'opposite']);
      for (const [index, score] of [1, 0.96, 0, -1].entries()) expect(matches[index]!.score).toBeCloseTo(score, 5);
      expect(matches[0]!.text).toBe('text of same');
    });

    it('finds the ten best of 600 in 384 dimensions as an exact reference does', async () => {
      const collection = randomUUID();
      const random = seededRandom();
      const vectorOf = () => Float32Array.from({ length: 384 }, () => random() - 0.5);
      const items = Array.from({ length: 600 }, (_, index) => ({ ...item(`item ${index}`, []), vector: vectorOf() }));
      await store.upsert(collection, items);
      const query = vectorOf();
      const best = items
        .map(({ id, vector }) => ({ id, score: cosine(query, vector) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 10);
      const matches = await store.query(collection, query, { limit: 10 });
      expect(matches.map(({ id }) => id)).toEqual(best.map(({ id }) => id));
      for (const [index, { score }] of best.entries()) expect(matches[index]!.score).toBeCloseTo(score, 5);
      expect(await store.count(collection)).toBe(600);
    }, 20_000);

    it('keeps only items whose metadata equals every value of the filter, by type too', async () => {
      const collection = randomUUID();
      await store.upsert(collection, [
        item('a', [1, 0], { file: 'x', page: 1, draft: true }),
        item('b', [1, 0.1], { file: 'x', page: 2, draft: false }),
        item('c', [1, 0.2], { file: "y' or 1=1 --", page: 1, draft: true }),
        item('d', [1, 0.3], { file: '1', page: 10.5 }),
        item('e', [1, 0.4]),
      ]);
      const ids = async (filter: VectorItem['metadata'], limit = 10) =>
        (await store.query(collection, Float32Array.of(1, 0), { limit, filter })).map(({ id }) => id);
      expect(await ids({})).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(await ids({ file: 'x' })).toEqual(['a', 'b']);
      expect(await ids({ file: 'x', page: 2 })).toEqual(['b']);
      expect(await ids({ draft: true })).toEqual(['a', 'c']);
      expect(await ids({ file: "y' or 1=1 --" })).toEqual(['c']);
      expect(await ids({ page: 10.5 })).toEqual(['d']);
      expect(await ids({ file: 1 })).toEqual([]);
      expect(await ids({ unknown: 'x' })).toEqual([]);
      // Filtered before, not after, the nearest are taken.
      expect(await ids({ page: 10.5 }, 1)).toEqual(['d']);
    });

    it('gives text and metadata back as they were', async () => {
      const collection = randomUUID();
      const metadata = { text: 'Grüße 👋', 'odd key.$x "y"': 'v', whole: 5, part: 0.25, yes: true, no: false };
      await store.upsert(collection, [
        { id: 'a', vector: Float32Array.of(1, 2), text: 'ж€👋\n'.repeat(5000), metadata },
        { id: 'b/ö', vector: Float32Array.of(2, 1), text: '', metadata: {} },
      ]);
      const [a, b] = await store.query(collection, Float32Array.of(1, 2), { limit: 2 });
      expect(a).toEqual({ id: 'a', text: 'ж€👋\n'.repeat(5000), metadata, score: expect.closeTo(1, 5) });
      expect(b).toEqual({ id: 'b/ö', text: '', metadata: {}, score: expect.closeTo(0.8, 5) });
    });

    it('replaces the whole item of an id, of equal ids in one call with the last', async () => {
      const collection = randomUUID();
      await store.upsert(collection, [item('a', [1, 0], { old: true, kept: 1 }), item('b', [0, 1])]);
      await store.upsert(collection, [
        { ...item('a', [1, 1]), text: 'dropped' },
        { ...item('a', [0, -1], { kept: 2 }), text: 'new' },
      ]);
      expect(await store.count(collection)).toBe(2);
      const matches = await store.query(collection, Float32Array.of(0, -1), { limit: 5 });
      expect(matches[0]).toEqual({ id: 'a', text: 'new', metadata: { kept: 2 }, score: expect.closeTo(1, 5) });
      expect(await store.query(collection, Float32Array.of(1, 0), { limit: 5, filter: { old: true } })).toEqual([]);
    });

    it('rejects a vector of another dimension, and stores nothing of the call', async () => {
      const collection = randomUUID();
      await store.upsert(collection, [item('a', [1, 0, 0])]);
      await expect(store.upsert(collection, [item('b', [1, 0])])).rejects.toThrow(VectorDimensionError);
      await expect(store.upsert(collection, [item('b', [1, 0, 0]), item('c', [1, 0])])).rejects.toThrow(
        VectorDimensionError,
      );
      await expect(store.query(collection, Float32Array.of(1, 0), { limit: 1 })).rejects.toThrow(VectorDimensionError);
      expect(await store.count(collection)).toBe(1);
    });

    it('rejects vectors without a direction and limits out of bounds', async () => {
      const collection = randomUUID();
      await expect(store.upsert(collection, [item('a', [0, 0])])).rejects.toThrow(RangeError);
      await expect(store.upsert(collection, [item('a', [Number.NaN, 1])])).rejects.toThrow(RangeError);
      await expect(store.upsert(collection, [item('a', [])])).rejects.toThrow(RangeError);
      await expect(store.upsert(collection, [item('', [1])])).rejects.toThrow(RangeError);
      await expect(store.query(collection, Float32Array.of(0), { limit: 1 })).rejects.toThrow(RangeError);
      await expect(store.query(collection, Float32Array.of(1), { limit: 0 })).rejects.toThrow(RangeError);
      await expect(store.query(collection, Float32Array.of(1), { limit: 1001 })).rejects.toThrow(RangeError);
    });

    it('keeps collections apart, whatever their names and dimensions', async () => {
      const names = [randomUUID(), `${randomUUID()}:ü/..%`, `${randomUUID()}${'x'.repeat(300)}`];
      for (const [index, collection] of names.entries()) {
        await store.upsert(collection, [
          item(
            'same id',
            Array.from({ length: index + 2 }, () => index + 1),
            { index },
          ),
        ]);
      }
      for (const [index, collection] of names.entries()) {
        const query = Float32Array.from({ length: index + 2 }, () => 1);
        const matches = await store.query(collection, query, { limit: 10 });
        expect(matches.map(({ metadata }) => metadata)).toEqual([{ index }]);
      }
    });

    it('has nothing in an unknown collection', async () => {
      const collection = randomUUID();
      expect(await store.query(collection, Float32Array.of(1), { limit: 1 })).toEqual([]);
      expect(await store.count(collection)).toBe(0);
      await store.delete(collection, ['a']);
      await store.deleteCollection(collection);
      await store.upsert(collection, []);
      expect(await store.count(collection)).toBe(0);
    });

    it('deletes the given items only', async () => {
      const [collection, beside] = [randomUUID(), randomUUID()];
      const items = [item('a', [1, 0]), item('b', [1, 1]), item('c', [0, 1])];
      await store.upsert(collection, items);
      await store.upsert(beside, items);
      await store.delete(collection, ['a', 'a', 'unknown', 'c']);
      await store.delete(collection, []);
      expect(await store.count(collection)).toBe(1);
      const matches = await store.query(collection, Float32Array.of(1, 0), { limit: 5 });
      expect(matches.map(({ id }) => id)).toEqual(['b']);
      expect(await store.count(beside)).toBe(3);
    });

    it('may make a deleted collection again, with another dimension', async () => {
      const [collection, beside] = [randomUUID(), randomUUID()];
      await store.upsert(collection, [item('a', [1, 0])]);
      await store.upsert(beside, [item('a', [1, 0])]);
      await store.deleteCollection(collection);
      expect(await store.count(collection)).toBe(0);
      expect(await store.query(collection, Float32Array.of(1, 0), { limit: 1 })).toEqual([]);
      await store.upsert(collection, [item('b', [1, 0, 0])]);
      expect((await store.query(collection, Float32Array.of(1, 0, 0), { limit: 5 })).map(({ id }) => id)).toEqual([
        'b',
      ]);
      expect(await store.count(beside)).toBe(1);
    });

    it('shows another instance what was written, deleted and made again', async () => {
      const { one, other } = instances;
      const collection = randomUUID();
      await one.upsert(collection, [item('a', [1, 0])]);
      expect(await other.count(collection)).toBe(1);
      await other.deleteCollection(collection);
      expect(await one.count(collection)).toBe(0);
      await one.upsert(collection, [item('b', [1, 0, 0])]);
      expect((await other.query(collection, Float32Array.of(1, 0, 0), { limit: 1 })).map(({ id }) => id)).toEqual([
        'b',
      ]);
    });

    it('keeps everything when many write at once', async () => {
      const collection = randomUUID();
      await Promise.all(
        Array.from({ length: 20 }, (_, writer) =>
          (writer % 2 === 0 ? instances.one : instances.other).upsert(collection, [
            item(`own ${writer}`, [1, writer]),
            item('shared', [1, writer]),
          ]),
        ),
      );
      expect(await store.count(collection)).toBe(21);
    });
  });
}
