import { beforeAll, describe, expect, it } from '@jest/globals';
import { Decimal128, Double, Long, ObjectId, type Collection, type Document } from 'mongodb';
import { useMongo } from './mongo-under-test.ts';

const mongo = useMongo();

async function ids(collection: Collection, filter: Document): Promise<unknown[]> {
  const found = await collection.find(filter).sort({ _id: 1 }).toArray();
  return found.map(document => document['_id']);
}

describe('comparison', () => {
  let values: Collection;
  beforeAll(async () => {
    values = mongo.collection();
    await values.insertMany([
      { _id: 1, v: 1 },
      { _id: 2, v: 2.5 },
      { _id: 3, v: Long.fromString('9007199254740993') },
      { _id: 4, v: Decimal128.fromString('2.5') },
      { _id: 5, v: 'b' },
      { _id: 6, v: null },
      { _id: 7 },
      { _id: 8, v: [1, 10] },
      { _id: 9, v: { a: 1, b: 2 } },
      { _id: 10, v: true },
      { _id: 11, v: new Date(5) },
    ] as Document[]);
  });

  it.each([
    ['equality by value across number types', { v: 2.5 }, [2, 4]],
    ['equality with an element of an array', { v: 10 }, [8]],
    ['equality with a whole array', { v: [1, 10] }, [8]],
    ['equality of documents in field order', { v: { a: 1, b: 2 } }, [9]],
    ['no equality of documents in another order', { v: { b: 2, a: 1 } }, []],
    ['null for null and missing', { v: null }, [6, 7]],
    ['$ne', { v: { $ne: 1 } }, [2, 3, 4, 5, 6, 7, 9, 10, 11]],
    ['$gt within the kind of its operand', { v: { $gt: 2 } }, [2, 3, 4, 8]],
    ['$lt by any element of an array', { v: { $lt: 2 } }, [1, 8]],
    ['$gt and $lt met by different elements', { v: { $gt: 5, $lt: 2 } }, [8]],
    ['exact comparison beyond 2^53', { v: { $gt: Long.fromString('9007199254740992') } }, [3]],
    ['$gte of strings', { v: { $gte: 'a' } }, [5]],
    ['$lte of dates', { v: { $lte: new Date(5) } }, [11]],
    ['$in with null', { v: { $in: [null, 'b'] } }, [5, 6, 7]],
    ['$in with a pattern', { v: { $in: [/^B/i, true] } }, [5, 10]],
    ['$nin', { v: { $nin: [1, 2.5, null] } }, [3, 5, 9, 10, 11]],
    ['$eq of booleans', { v: { $eq: true } }, [10]],
  ])('%s', async (_name, filter, expected) => {
    expect(await ids(values, filter)).toEqual(expected);
  });
});

describe('logic, elements and patterns', () => {
  let values: Collection;
  beforeAll(async () => {
    values = mongo.collection();
    await values.insertMany([
      { _id: 1, a: 1, s: 'Hello world', n: 5 },
      { _id: 2, a: 2, b: 'x', s: 'bye', n: 12 },
      { _id: 3, a: 3, b: null, s: 'line one\nline two' },
    ] as Document[]);
  });

  it.each([
    ['$or', { $or: [{ a: 1 }, { b: 'x' }] }, [1, 2]],
    ['$nor', { $nor: [{ a: 1 }, { b: 'x' }] }, [3]],
    ['$and of the same field', { $and: [{ a: { $gt: 1 } }, { a: { $lt: 3 } }] }, [2]],
    ['$not', { a: { $not: { $gt: 1 } } }, [1]],
    ['$not of a missing field', { n: { $not: { $gt: 7 } } }, [1, 3]],
    ['$exists true with null', { b: { $exists: true } }, [2, 3]],
    ['$exists false', { b: { $exists: false } }, [1]],
    ['$type by alias', { b: { $type: 'string' } }, [2]],
    ['$type number', { n: { $type: 'number' } }, [1, 2]],
    ['$type by several', { b: { $type: ['null', 2] } }, [2, 3]],
    ['a pattern with options', { s: /^hello/i }, [1]],
    ['$regex with $options', { s: { $regex: '^LINE TWO$', $options: 'im' } }, [3]],
    ['$mod', { n: { $mod: [7, 5] } }, [1, 2]],
    ['$expr', { $expr: { $gt: ['$n', { $multiply: ['$a', 5] }] } }, [2]],
    ['$bitsAllSet', { n: { $bitsAllSet: 5 } }, [1]],
    ['$bitsAnySet by position', { n: { $bitsAnySet: [3] } }, [2]],
    ['$jsonSchema', { $jsonSchema: { required: ['b'], properties: { b: { bsonType: 'string' } } } }, [2]],
  ])('%s', async (_name, filter, expected) => {
    expect(await ids(values, filter)).toEqual(expected);
  });
});

describe('arrays and embedded documents', () => {
  let values: Collection;
  beforeAll(async () => {
    values = mongo.collection();
    await values.insertMany([
      {
        _id: 1,
        tags: ['a', 'b'],
        lines: [
          { k: 1, v: 2 },
          { k: 2, v: 9 },
        ],
      },
      { _id: 2, tags: ['b'], lines: [{ k: 1, v: 9 }] },
      { _id: 3, tags: [], deep: { er: { x: 1 } } },
      { _id: 4, tags: [['a', 'b']], lines: [{ k: [7, 8] }] },
    ] as Document[]);
  });

  it.each([
    ['a field of any element', { 'lines.v': 9 }, [1, 2]],
    ['two conditions met by different elements', { 'lines.k': 1, 'lines.v': 9 }, [1, 2]],
    ['$elemMatch within one element', { lines: { $elemMatch: { k: 1, v: { $gt: 5 } } } }, [2]],
    ['$elemMatch of operators', { tags: { $elemMatch: { $gt: 'a', $lt: 'c' } } }, [1, 2]],
    ['$all', { tags: { $all: ['a', 'b'] } }, [1]],
    ['$all with $elemMatch', { lines: { $all: [{ $elemMatch: { k: 1 } }, { $elemMatch: { v: 9 } }] } }, [1, 2]],
    ['$size', { tags: { $size: 1 } }, [2, 4]],
    ['an element by index', { 'tags.1': 'b' }, [1]],
    ['a nested array as an element', { tags: ['a', 'b'] }, [1, 4]],
    ['an array inside elements', { 'lines.k': 8 }, [4]],
    ['a deep path', { 'deep.er.x': 1 }, [3]],
    ['a missing deep path', { 'deep.er.y': null, deep: { $exists: true } }, [3]],
    ['$ne over elements', { 'lines.v': { $ne: 9 } }, [3, 4]],
  ])('%s', async (_name, filter, expected) => {
    expect(await ids(values, filter)).toEqual(expected);
  });
});

describe('results', () => {
  it('sorts by several fields, skips and limits', async () => {
    const c = mongo.collection();
    await c.insertMany(Array.from({ length: 50 }, (_unused, i) => ({ i, k: i % 3 })));
    const page = await c
      .find({ k: { $in: [0, 1] } })
      .sort({ k: -1, i: 1 })
      .skip(1)
      .limit(3)
      .toArray();
    expect(page.map(document => [document['k'], document['i']])).toEqual([
      [1, 4],
      [1, 7],
      [1, 10],
    ]);
  });

  it('orders values of different types as MongoDB does', async () => {
    const c = mongo.collection();
    const values = [new Date(0), true, new ObjectId(), [5], { a: 1 }, 'text', 3, null, new Double(2.5)];
    await c.insertMany([...values.map((v, i) => ({ _id: i, v })), { _id: 99 }] as Document[]);
    const sorted = await c.find().sort({ v: 1, _id: 1 }).toArray();
    expect(sorted.map(document => document['_id'])).toEqual([7, 99, 8, 6, 3, 5, 4, 2, 1, 0]);
  });

  it('sorts arrays by their least element upwards and their greatest downwards', async () => {
    const c = mongo.collection();
    await c.insertMany([
      { _id: 1, v: [2, 9] },
      { _id: 2, v: 5 },
      { _id: 3, v: [] },
    ] as Document[]);
    expect((await c.find().sort({ v: 1 }).toArray()).map(document => document['_id'])).toEqual([3, 1, 2]);
    expect((await c.find().sort({ v: -1 }).toArray()).map(document => document['_id'])).toEqual([1, 2, 3]);
  });

  it('compares strings by a collation', async () => {
    const c = mongo.collection();
    await c.insertMany([{ n: 'Bob' }, { n: 'bob' }, { n: 'álice' }, { n: 'Alice' }]);
    expect(await c.find({ n: 'BOB' }).collation({ locale: 'en', strength: 2 }).toArray()).toHaveLength(2);
    expect(await c.find({ n: 'alice' }).collation({ locale: 'en', strength: 1 }).toArray()).toHaveLength(2);
    expect(await c.find({ n: 'alice' }).toArray()).toHaveLength(0);
    const sorted = await c.find().collation({ locale: 'en', strength: 3 }).sort({ n: 1 }).toArray();
    expect(sorted.map(document => document['n'])).toEqual(['Alice', 'álice', 'bob', 'Bob']);
  });

  it('sorts numeric strings by number when the collation says so', async () => {
    const c = mongo.collection();
    await c.insertMany(['10', '9', '2'].map(n => ({ n })));
    const sorted = await c.find().collation({ locale: 'en', numericOrdering: true }).sort({ n: 1 }).toArray();
    expect(sorted.map(document => document['n'])).toEqual(['2', '9', '10']);
  });

  it('counts with skip and limit, and lists distinct values', async () => {
    const c = mongo.collection();
    await c.insertMany([{ a: 1, t: ['x', 'y'] }, { a: 1, t: ['y'] }, { a: 2 }]);
    expect(await c.countDocuments({ a: 1 })).toBe(2);
    expect(await c.countDocuments({}, { skip: 1, limit: 1 })).toBe(1);
    expect(await c.estimatedDocumentCount()).toBe(3);
    expect(new Set(await c.distinct('a'))).toEqual(new Set([1, 2]));
    expect(new Set(await c.distinct('t', { a: 1 }))).toEqual(new Set(['x', 'y']));
  });

  it.each([
    ['an unknown operator', { a: { $bogus: 1 } }],
    ['an unknown top-level operator', { $bogus: 1 }],
    ['$in without an array', { a: { $in: 1 } }],
    ['an empty $or', { $or: [] }],
    ['a broken pattern', { a: { $regex: '(' } }],
    ['$mod by zero', { a: { $mod: [0, 1] } }],
    ['an unknown type', { a: { $type: 'nothing' } }],
  ])('refuses %s even for an empty collection', async (_name, filter) => {
    await expect(mongo.collection().find(filter).toArray()).rejects.toMatchObject({ name: 'MongoServerError' });
  });
});
