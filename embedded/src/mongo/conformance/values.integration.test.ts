import { describe, expect, it } from '@jest/globals';
import {
  Binary,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
  type Document,
} from 'mongodb';
import { itNeeds, useMongo } from './mongo-under-test.ts';

const mongo = useMongo();

describe('BSON values', () => {
  it('come back as they were stored, with their types', async () => {
    const c = mongo.collection();
    const document = {
      _id: new ObjectId(),
      date: new Date(1_700_000_000_000),
      pattern: /x/i,
      bytes: new Binary(Buffer.from('hi'), 0),
      uuid: new UUID(),
      nothing: null,
      double: new Double(1.5),
      whole: new Double(5),
      int: new Int32(7),
      long: Long.fromString('1234567890123456789'),
      decimal: Decimal128.fromString('1.10'),
      time: new Timestamp({ t: 5, i: 6 }),
      nested: { list: [[], {}, [{ deep: true }]], text: 'ünï\u0000cöde 😀' },
      least: new MinKey(),
      most: new MaxKey(),
    };
    await c.insertOne(document);
    expect(await c.findOne({ _id: document._id }, { promoteValues: false, promoteLongs: false })).toEqual({
      ...document,
      date: document.date,
      pattern: expect.anything(),
    });
  });

  it('take any kind of _id and find by it', async () => {
    const c = mongo.collection();
    const ids = [
      1,
      'text',
      new ObjectId(),
      new Date(5),
      { a: 1, b: [2] },
      new UUID(),
      Long.fromString('9007199254740993'),
      true,
    ];
    await c.insertMany(ids.map(_id => ({ _id })) as unknown as Document[]);
    for (const _id of ids) expect(await c.countDocuments({ _id } as Document)).toBe(1);
    await expect(c.insertOne({ _id: new Double(1) } as Document)).rejects.toMatchObject({ code: 11000 });
  });

  itNeeds('array ids refused', 'refuse an array as _id', async () => {
    const array = { _id: [1] } as unknown as Document;
    await expect(mongo.collection().insertOne(array)).rejects.toMatchObject({ name: 'MongoServerError' });
  });

  it('get an ObjectId when they have no _id, in first place', async () => {
    const c = mongo.collection();
    await mongo.database.command({ insert: c.collectionName, documents: [{ b: 1 }, { b: 2, _id: 5 }] });
    const [first, second] = await c.find().sort({ b: 1 }).toArray();
    expect(Object.keys(first!)).toEqual(['_id', 'b']);
    expect(first!['_id']).toBeInstanceOf(ObjectId);
    expect(Object.keys(second!)).toEqual(['_id', 'b']);
  });

  it('may have field names like those of objects in JavaScript', async () => {
    const c = mongo.collection();
    await c.insertOne({ constructor: 1, toString: 'x', hasOwnProperty: null });
    expect(await c.countDocuments({ constructor: 1 })).toBe(1);
    expect(await c.countDocuments({ valueOf: { $exists: true } })).toBe(0);
    await c.updateOne({ toString: 'x' }, { $set: { 'a.constructor': 2 } });
    expect(await c.findOne({}, { projection: { _id: 0, a: 1, constructor: 1 } })).toEqual({
      a: { constructor: 2 },
      constructor: 1,
    });
  });

  it('are refused beyond 16 MB', async () => {
    const c = mongo.collection();
    const command = { insert: c.collectionName, documents: [{ s: 'x'.repeat(16 * 1024 * 1024) }] };
    const outcome = await mongo.database.command(command).catch((error: unknown) => error);
    expect(outcome instanceof Error || (outcome as Document)['n'] === 0).toBe(true);
    expect(await c.countDocuments()).toBe(0);
  });
});
