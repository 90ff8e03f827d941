import { describe, expect, it } from '@jest/globals';
import {
  Decimal128,
  Int32,
  Long,
  ObjectId,
  type AnyClientBulkWriteModel,
  type Document,
  type UpdateFilter,
} from 'mongodb';
import { itNeeds, useMongo } from './mongo-under-test.ts';

const mongo = useMongo();

/** The document after an update, without its _id. */
async function updated(
  before: Document,
  update: Document | Document[],
  options: Document = {},
  filter: Document = {},
): Promise<unknown> {
  const c = mongo.collection();
  await c.insertOne(before);
  await c.updateOne(filter, update, options);
  return await c.findOne({}, { projection: { _id: 0 } });
}

async function updateError(before: Document, update: Document, options: Document = {}): Promise<unknown> {
  const c = mongo.collection();
  await c.insertOne(before);
  return await c.updateOne({}, update as UpdateFilter<Document>, options).then(
    () => undefined,
    (error: unknown) => (error as { code: number }).code,
  );
}

describe('field operators', () => {
  it.each<[string, Document, Document, Document]>([
    ['$set creates documents on the way', { a: 1 }, { $set: { 'x.y': 5 } }, { a: 1, x: { y: 5 } }],
    ['$set by index pads with null', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
    ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '' } }, { b: { d: 2 } }],
    ['$unset leaves null in an array', { a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
    ['$inc', { n: 1 }, { $inc: { n: 2, m: 5 } }, { n: 3, m: 5 }],
    ['$mul', { n: 3 }, { $mul: { n: 2, m: 5 } }, { n: 6, m: 0 }],
    ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3, c: 1 }, $max: { b: 9 } }, { a: 3, b: 9, c: 1 }],
    ['$rename', { old: 1, keep: 2 }, { $rename: { old: 'in.new', none: 'x' } }, { keep: 2, in: { new: 1 } }],
    ['$bit', { n: 13 }, { $bit: { n: { and: 10 } } }, { n: 8 }],
    ['$setOnInsert does nothing to what exists', { a: 1 }, { $setOnInsert: { b: 1 }, $set: { a: 2 } }, { a: 2 }],
  ])('%s', async (_name, before, update, expected) => {
    expect(await updated(before, update)).toEqual(expected);
  });

  itNeeds('field order of $set', '$set adds fields in the order of their names', async () => {
    expect(Object.keys((await updated({}, { $set: { b: 1, a: 2 } })) as Document)).toEqual(['a', 'b']);
  });

  it('$currentDate sets the time', async () => {
    const after = (await updated({}, { $currentDate: { a: true, b: { $type: 'date' } } })) as { a: Date; b: Date };
    expect(Math.abs(after.a.getTime() - Date.now())).toBeLessThan(60_000);
    expect(after.b).toBeInstanceOf(Date);
  });

  it('$inc keeps 64-bit and decimal arithmetic exact', async () => {
    const c = mongo.collection();
    await c.insertOne({
      l: Long.fromString('9007199254740993'),
      d: Decimal128.fromString('0.1'),
      i: new Int32(2147483647),
    });
    await c.updateOne({}, { $inc: { l: 2, d: Decimal128.fromString('0.2'), i: 1 } });
    const after = await c.findOne({}, { promoteLongs: false });
    expect(String(after?.['l'])).toBe('9007199254740995');
    expect(String(after?.['d'])).toBe('0.3');
    expect(String(after?.['i'])).toBe('2147483648');
  });

  it.each<[string, Document, Document, number]>([
    ['$inc of text', { n: 'x' }, { $inc: { n: 1 } }, 14],
    ['$inc by text', { n: 1 }, { $inc: { n: 'x' } }, 14],
    ['$push to a number', { n: 1 }, { $push: { n: 1 } }, 2],
    ['$set below a number', { n: 1 }, { $set: { 'n.x': 1 } }, 28],
    ['two operators on one path', { n: 1 }, { $set: { n: 1 }, $inc: { n: 1 } }, 40],
    ['an operator on a part of the other', { n: {} }, { $set: { n: 1, 'n.x': 2 } }, 40],
    ['changing _id', { _id: 1 }, { $set: { _id: 2 } }, 66],
    ['an unknown operator', {}, { $bogus: { a: 1 } }, 9],
  ])('refuses %s', async (_name, before, update, code) => {
    expect(await updateError(before, update)).toBe(code);
  });
});

describe('array operators', () => {
  it.each<[string, Document, Document, Document]>([
    ['$push', { a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
    [
      '$push $each $sort $slice',
      { a: [3, 1] },
      { $push: { a: { $each: [5, 4], $sort: -1, $slice: 3 } } },
      { a: [5, 4, 3] },
    ],
    ['$push $position', { a: [1, 2] }, { $push: { a: { $each: [9], $position: 0 } } }, { a: [9, 1, 2] }],
    ['$push $slice from the end', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
    [
      '$push $sort by field',
      { a: [{ k: 2 }] },
      { $push: { a: { $each: [{ k: 1 }], $sort: { k: 1 } } } },
      { a: [{ k: 1 }, { k: 2 }] },
    ],
    ['$addToSet', { a: ['x'] }, { $addToSet: { a: { $each: ['x', 'y', 'y'] } } }, { a: ['x', 'y'] }],
    ['$addToSet of documents', { a: [{ k: 1 }] }, { $addToSet: { a: { k: 1 } } }, { a: [{ k: 1 }] }],
    ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2] }],
    [
      '$pull by value, operator and filter',
      { a: [1, 2], b: [1, 5], o: [{ i: 1 }, { i: 2 }] },
      { $pull: { a: 1, b: { $gte: 5 }, o: { i: 1 } } },
      { a: [2], b: [1], o: [{ i: 2 }] },
    ],
    ['$pullAll', { a: [1, 2, 3, 2] }, { $pullAll: { a: [2, 3] } }, { a: [1] }],
    ['$[] all elements', { o: [{ v: 1 }, { v: 2 }] }, { $inc: { 'o.$[].v': 1 } }, { o: [{ v: 2 }, { v: 3 }] }],
  ])('%s', async (_name, before, update, expected) => {
    expect(await updated(before, update)).toEqual(expected);
  });

  it('$ stands for the element the filter matched', async () => {
    const before = {
      k: 1,
      o: [
        { i: 1, v: 1 },
        { i: 2, v: 1 },
      ],
    };
    expect(await updated(before, { $set: { 'o.$.v': 9 } }, {}, { k: 1, 'o.i': 2 })).toEqual({
      k: 1,
      o: [
        { i: 1, v: 1 },
        { i: 2, v: 9 },
      ],
    });
    expect(await updated({ a: [4, 7] }, { $inc: { 'a.$': 10 } }, {}, { a: { $gt: 5 } })).toEqual({ a: [4, 17] });
    expect(
      await updated({ o: [{ i: 1 }, { i: 2 }] }, { $set: { 'o.$.x': 1 } }, {}, { o: { $elemMatch: { i: 2 } } }),
    ).toEqual({ o: [{ i: 1 }, { i: 2, x: 1 }] });
  });

  it('$[identifier] stands for the elements its filter accepts', async () => {
    const before = {
      o: [
        { i: 1, p: [1, 9] },
        { i: 2, p: [8] },
      ],
    };
    const options = { arrayFilters: [{ 'e.i': { $gte: 1 } }, { x: { $gt: 5 } }] };
    expect(await updated(before, { $set: { 'o.$[e].p.$[x]': 0 } }, options)).toEqual({
      o: [
        { i: 1, p: [1, 0] },
        { i: 2, p: [0] },
      ],
    });
  });

  it('refuses an array filter that is not used', async () => {
    expect(await updateError({ a: [1] }, { $set: { b: 1 } }, { arrayFilters: [{ x: 1 }] })).toBe(9);
  });
});

describe('whole documents', () => {
  it('updates by a pipeline', async () => {
    expect(
      await updated({ a: 2, t: ['x'] }, [{ $set: { b: { $add: ['$a', 3] }, n: { $size: '$t' } } }, { $unset: 't' }]),
    ).toEqual({ a: 2, b: 5, n: 1 });
  });

  it('replaces all but _id', async () => {
    const c = mongo.collection();
    await c.insertOne({ _id: 1, a: 1 } as Document);
    expect(await c.replaceOne({ a: 1 }, { b: 2 })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await c.findOne({})).toEqual({ _id: 1, b: 2 });
  });

  it('counts what matched and what changed', async () => {
    const c = mongo.collection();
    await c.insertMany([{ k: 1 }, { k: 1, z: 1 }, { k: 2 }]);
    expect(await c.updateMany({ k: 1 }, { $set: { z: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
    expect(await c.deleteMany({ k: 1 })).toMatchObject({ deletedCount: 2 });
    expect(await c.deleteOne({ k: 9 })).toMatchObject({ deletedCount: 0 });
  });

  it('upserts with what the filter demands, $setOnInsert and the update', async () => {
    const c = mongo.collection();
    const first = await c.updateOne(
      { k: 'u', 'n.x': 1, z: { $gt: 5 } },
      { $inc: { n2: 1 }, $setOnInsert: { created: 1 } },
      { upsert: true },
    );
    expect(first).toMatchObject({ matchedCount: 0, upsertedCount: 1 });
    expect(await c.findOne({ _id: first.upsertedId as ObjectId }, { projection: { _id: 0 } })).toEqual({
      k: 'u',
      n: { x: 1 },
      n2: 1,
      created: 1,
    });
    await c.updateOne({ k: 'u' }, { $inc: { n2: 1 }, $setOnInsert: { created: 2 } }, { upsert: true });
    expect(await c.findOne({ k: 'u' })).toMatchObject({ n2: 2, created: 1 });
    await c.replaceOne({ _id: 7 } as Document, { a: 1 }, { upsert: true });
    expect(await c.findOne({ _id: 7 } as Document)).toEqual({ _id: 7, a: 1 });
  });
});

describe('findAndModify', () => {
  it('returns the document before or after, chosen by a sort', async () => {
    const c = mongo.collection();
    await c.insertMany([
      { s: 1, st: 'q' },
      { s: 2, st: 'q' },
    ]);
    const after = await c.findOneAndUpdate(
      { st: 'q' },
      { $set: { st: 'r' } },
      { sort: { s: -1 }, returnDocument: 'after', projection: { _id: 0 } },
    );
    expect(after).toEqual({ s: 2, st: 'r' });
    expect(await c.findOneAndUpdate({ s: 1 }, { $inc: { s: 10 } })).toMatchObject({ s: 1 });
    expect(await c.findOneAndUpdate({ none: 1 }, { $set: { a: 1 } })).toBeNull();
  });

  it('upserts, replaces and deletes', async () => {
    const c = mongo.collection();
    expect(
      await c.findOneAndUpdate({ k: 'new' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' }),
    ).toMatchObject({ k: 'new', n: 1 });
    expect(await c.findOneAndUpdate({ k: 'newer' }, { $inc: { n: 1 } }, { upsert: true })).toBeNull();
    expect(await c.findOneAndReplace({ k: 'new' }, { a: 2 }, { returnDocument: 'after' })).toMatchObject({ a: 2 });
    const result = await c.findOneAndDelete({ a: 2 }, { includeResultMetadata: true });
    expect(result).toMatchObject({ value: { a: 2 }, lastErrorObject: { n: 1 } });
    expect(await c.countDocuments()).toBe(1);
  });

  it('applies array filters', async () => {
    const c = mongo.collection();
    await c.insertOne({ o: [1, 5] });
    expect(
      await c.findOneAndUpdate(
        {},
        { $set: { 'o.$[x]': 0 } },
        { arrayFilters: [{ x: { $gt: 3 } }], returnDocument: 'after' },
      ),
    ).toMatchObject({ o: [1, 0] });
  });
});

describe('bulk writes', () => {
  it('reports every kind of operation', async () => {
    const c = mongo.collection();
    const result = await c.bulkWrite([
      { insertOne: { document: { a: 1 } } },
      { updateOne: { filter: { a: 1 }, update: { $set: { b: 1 } } } },
      { updateOne: { filter: { a: 5 }, update: { $set: { b: 1 } }, upsert: true } },
      { replaceOne: { filter: { a: 5 }, replacement: { a: 6 } } },
      { deleteOne: { filter: { a: 1 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 2, upsertedCount: 1, deletedCount: 1 });
    expect(await c.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ a: 6 }]);
  });

  it('stops at the first error when ordered, goes on when not', async () => {
    const ordered = mongo.collection();
    const unordered = mongo.collection();
    const documents = [{ _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }] as Document[];
    await expect(ordered.insertMany(documents)).rejects.toMatchObject({ code: 11000 });
    expect(await ordered.countDocuments()).toBe(2);
    await expect(unordered.insertMany(documents, { ordered: false })).rejects.toMatchObject({ code: 11000 });
    expect(await unordered.countDocuments()).toBe(3);
  });

  it('writes to several collections in one command', async () => {
    const a = mongo.collection<Document>();
    const b = mongo.collection<Document>();
    const [first, second] = [a, b].map(({ namespace }) => namespace) as [string, string];
    const operations: AnyClientBulkWriteModel<Document>[] = [
      { namespace: first, name: 'insertOne', document: { x: 1 } },
      { namespace: second, name: 'insertOne', document: { x: 2 } },
      { namespace: first, name: 'updateOne', filter: { x: 1 }, update: { $inc: { x: 10 } } },
      { namespace: second, name: 'deleteMany', filter: { x: 2 } },
      { namespace: second, name: 'updateOne', filter: { y: 1 }, update: { $set: { z: 1 } }, upsert: true },
    ];
    const result = await mongo.client.bulkWrite(operations, { verboseResults: true });
    expect(result).toMatchObject({ insertedCount: 2, modifiedCount: 1, deletedCount: 1, upsertedCount: 1 });
    expect(await a.findOne({}, { projection: { _id: 0 } })).toEqual({ x: 11 });
    expect(await b.findOne({}, { projection: { _id: 0 } })).toEqual({ y: 1, z: 1 });
  });
});
