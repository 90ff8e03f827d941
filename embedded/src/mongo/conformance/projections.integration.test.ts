import { beforeAll, describe, expect, it } from '@jest/globals';
import { useMongo } from './mongo-under-test.ts';
import type { Collection, Document } from 'mongodb';

const mongo = useMongo();

describe('projections', () => {
  let c: Collection;
  beforeAll(async () => {
    c = mongo.collection();
    await c.insertOne({
      _id: 1,
      a: 1,
      b: { c: 2, d: 3 },
      e: [1, 2, 3],
      o: [
        { k: 1, z: 0 },
        { k: 2, z: 5 },
      ],
    } as Document);
  });

  it.each([
    ['includes a nested field', { 'b.c': 1, _id: 0 }, { b: { c: 2 } }],
    ['includes by a nested document', { b: { d: 1 }, _id: 0 }, { b: { d: 3 } }],
    ['excludes fields', { b: 0, o: 0, _id: 0 }, { a: 1, e: [1, 2, 3] }],
    ['keeps _id unless told', { a: 1 }, { _id: 1, a: 1 }],
    ['gives _id alone', { _id: 1 }, { _id: 1 }],
    ['includes a field of array elements', { 'o.k': 1, _id: 0 }, { o: [{ k: 1 }, { k: 2 }] }],
    ['excludes a field of array elements', { 'o.z': 0, a: 0, b: 0, e: 0, _id: 0 }, { o: [{ k: 1 }, { k: 2 }] }],
    ['slices from the end', { e: { $slice: -2 }, o: 0, b: 0 }, { _id: 1, a: 1, e: [2, 3] }],
    ['slices from a position', { e: { $slice: [1, 1] }, _id: 0, a: 1 }, { a: 1, e: [2] }],
    ['gives the first matching element', { o: { $elemMatch: { z: { $gt: 1 } } }, _id: 0 }, { o: [{ k: 2, z: 5 }] }],
    ['computes fields', { _id: 0, sum: { $add: ['$a', '$b.c'] }, copy: '$b.d' }, { sum: 3, copy: 3 }],
    ['ignores missing fields', { nothing: 1, _id: 0 }, {}],
  ])('%s', async (_name, projection, expected) => {
    expect(await c.findOne({}, { projection })).toEqual(expected);
  });

  it('gives the array element the filter matched', async () => {
    expect(await c.findOne({ 'o.k': 2 }, { projection: { 'o.$': 1, _id: 0 } })).toEqual({ o: [{ k: 2, z: 5 }] });
  });

  it('refuses to mix inclusion and exclusion', async () => {
    await expect(c.findOne({}, { projection: { a: 1, b: 0 } })).rejects.toMatchObject({ name: 'MongoServerError' });
  });
});
