import { describe, expect, it } from '@jest/globals';
import { itNeeds, useMongo } from './mongo-under-test.ts';
import type { Document } from 'mongodb';

const mongo = useMongo();

describe('collections', () => {
  it('are created, listed, renamed and dropped', async () => {
    const c = mongo.collection();
    const name = c.collectionName;
    await mongo.database.createCollection(name);
    await c.insertOne({ a: 1 });
    await c.createIndex({ a: 1 });
    await c.rename(`${name}_renamed`);
    const renamed = mongo.database.collection(`${name}_renamed`);
    expect(await renamed.countDocuments()).toBe(1);
    expect(await renamed.indexes()).toHaveLength(2);
    expect(await mongo.database.listCollections({ name }).toArray()).toEqual([]);
    expect(await renamed.drop()).toBe(true);
    expect(await mongo.database.listCollections({ name: `${name}_renamed` }).toArray()).toEqual([]);
  });

  it('come into being with the first write', async () => {
    const c = mongo.collection();
    expect(await c.findOne({})).toBeNull();
    expect(await c.countDocuments()).toBe(0);
    await c.updateOne({ a: 1 }, { $set: { b: 1 } }, { upsert: true });
    expect(await mongo.database.listCollections({ name: c.collectionName }).toArray()).toHaveLength(1);
  });

  it('go with their database', async () => {
    const database = mongo.client.db(`${mongo.database.databaseName}_b`);
    await database.collection('x').insertOne({ a: 1 });
    const { databases } = await mongo.client.db().admin().listDatabases();
    expect(databases.map(({ name }) => name)).toContain(database.databaseName);
    await database.dropDatabase();
    expect(await database.listCollections().toArray()).toEqual([]);
  });

  it.each([
    ['a dollar', 'a$b'],
    ['a dot first', '.a'],
  ])('cannot have a name with %s', async (_name, name) => {
    await expect(mongo.database.command({ insert: name, documents: [{ a: 1 }] })).rejects.toMatchObject({
      name: 'MongoServerError',
    });
  });

  itNeeds('capped by count', 'keep only the newest documents when capped', async () => {
    const c = mongo.collection();
    await mongo.database.createCollection(c.collectionName, { capped: true, size: 100_000, max: 3 });
    for (let n = 0; n < 10; n++) await c.insertOne({ n });
    expect((await c.find().toArray()).map(document => document['n'])).toEqual([7, 8, 9]);
    expect((await c.find().sort({ $natural: -1 }).toArray()).map(document => document['n'])).toEqual([9, 8, 7]);
  });

  itNeeds('capped by count', 'can be followed at their end when capped', async () => {
    const c = mongo.collection();
    await mongo.database.createCollection(c.collectionName, { capped: true, size: 100_000 });
    await c.insertOne({ n: 1 });
    const cursor = c.find({}, { tailable: true, awaitData: true, maxAwaitTimeMS: 2000 });
    try {
      expect(await cursor.next()).toMatchObject({ n: 1 });
      const next = cursor.next();
      await c.insertOne({ n: 2 });
      expect(await next).toMatchObject({ n: 2 });
    } finally {
      await cursor.close();
    }
  });
});

describe('validators', () => {
  const person = {
    bsonType: 'object',
    required: ['name', 'age'],
    properties: {
      name: { bsonType: 'string', minLength: 2, maxLength: 10, pattern: '^[A-Z]' },
      age: { bsonType: ['int', 'double'], minimum: 0, maximum: 150 },
      role: { enum: ['admin', 'user'] },
      tags: { bsonType: 'array', items: { bsonType: 'string' }, maxItems: 2, uniqueItems: true },
      address: {
        bsonType: 'object',
        required: ['city'],
        additionalProperties: false,
        properties: { city: { bsonType: 'string' } },
      },
    },
  };

  it.each<[string, Document, boolean]>([
    ['a valid document', { name: 'Ann', age: 5, role: 'user', tags: ['a', 'b'], address: { city: 'X' } }, true],
    ['a missing field', { name: 'Ann' }, false],
    ['a wrong type', { name: 7, age: 5 }, false],
    ['a short text', { name: 'A', age: 5 }, false],
    ['a text against the pattern', { name: 'ann', age: 5 }, false],
    ['a number out of range', { name: 'Ann', age: 151 }, false],
    ['a value not listed', { name: 'Ann', age: 5, role: 'root' }, false],
    ['a wrong element', { name: 'Ann', age: 5, tags: [1] }, false],
    ['too many elements', { name: 'Ann', age: 5, tags: ['a', 'b', 'c'] }, false],
    ['equal elements', { name: 'Ann', age: 5, tags: ['a', 'a'] }, false],
    ['a missing nested field', { name: 'Ann', age: 5, address: {} }, false],
    ['an additional nested field', { name: 'Ann', age: 5, address: { city: 'X', zip: 1 } }, false],
  ])('judge %s', async (_name, document, valid) => {
    const c = mongo.collection();
    await mongo.database.createCollection(c.collectionName, { validator: { $jsonSchema: person } });
    const insertion = c.insertOne(document);
    if (valid) await insertion;
    else await expect(insertion).rejects.toMatchObject({ code: 121 });
    expect(await c.countDocuments()).toBe(valid ? 1 : 0);
  });

  it('concern updates and may be bypassed or changed', async () => {
    const c = mongo.collection();
    await mongo.database.createCollection(c.collectionName, { validator: { n: { $gte: 0 } } });
    await c.insertOne({ n: 1 });
    await expect(c.updateOne({}, { $set: { n: -1 } })).rejects.toMatchObject({ code: 121 });
    await c.updateOne({}, { $set: { n: -1 } }, { bypassDocumentValidation: true });
    await mongo.database.command({ collMod: c.collectionName, validator: { n: { $lt: 0 } } });
    await expect(c.insertOne({ n: 1 })).rejects.toMatchObject({ code: 121 });
    await c.insertOne({ n: -2 });
  });
});

describe('cursors', () => {
  it('give everything in batches of any size', async () => {
    const c = mongo.collection();
    await c.insertMany(Array.from({ length: 250 }, (_unused, i) => ({ i })));
    for (const batchSize of [1, 20, 101, 1000]) expect(await c.find().batchSize(batchSize).toArray()).toHaveLength(250);
    expect(await c.find().toArray()).toHaveLength(250);
    expect(await c.find().limit(-5).toArray()).toHaveLength(5);
  });

  it('end when killed and are unknown afterwards', async () => {
    const c = mongo.collection();
    await c.insertMany(Array.from({ length: 50 }, (_unused, i) => ({ i })));
    const { cursor } = await mongo.database.command({ find: c.collectionName, batchSize: 2 });
    const killed = await mongo.database.command({ killCursors: c.collectionName, cursors: [cursor.id] });
    expect(killed['cursorsKilled']).toHaveLength(1);
    await expect(mongo.database.command({ getMore: cursor.id, collection: c.collectionName })).rejects.toMatchObject({
      code: 43,
    });
  });

  it('are not disturbed by writes between batches', async () => {
    const c = mongo.collection();
    await c.insertMany(Array.from({ length: 30 }, (_unused, i) => ({ i })));
    const cursor = c.find({}, { batchSize: 10 }).sort({ i: 1 });
    const seen = [(await cursor.next())!['i']];
    await c.deleteMany({ i: { $lt: 5 } });
    for await (const { i } of cursor) seen.push(i);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining([10, 20, 29]));
  });
});

describe('the server', () => {
  it('refuses unknown commands', async () => {
    await expect(mongo.database.command({ bogus: 1 })).rejects.toMatchObject({ code: 59, codeName: 'CommandNotFound' });
  });

  itNeeds('development engine', 'says what it is', async () => {
    expect(await mongo.database.admin().buildInfo()).toMatchObject({ modules: ['polyphony-embedded'] });
  });
});
