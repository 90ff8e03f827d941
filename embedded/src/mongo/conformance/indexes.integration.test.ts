import { describe, expect, it } from '@jest/globals';
import { itNeeds, useMongo } from './mongo-under-test.ts';
import type { Collection, Document } from 'mongodb';

const mongo = useMongo();

/** The names of the stages of a plan, from the outside in. */
function stagesOf(plan: Document | undefined): string[] {
  if (!plan) return [];
  const inner = plan['inputStage']
    ? [plan['inputStage'] as Document]
    : ((plan['inputStages'] as Document[] | undefined) ?? []);
  return [String(plan['stage']), ...inner.flatMap(stagesOf)];
}

async function planOf(c: Collection, filter: Document, sort: Document = {}): Promise<string[]> {
  const explained = await c.find(filter).sort(sort).explain();
  return stagesOf(explained['queryPlanner'].winningPlan as Document);
}

describe('unique indexes', () => {
  it('refuse duplicates on insert and update, naming key and value', async () => {
    const c = mongo.collection();
    await c.createIndex({ e: 1 }, { unique: true, name: 'e_unique' });
    await c.insertMany([{ e: 'a' }, { e: 'b' }]);
    await expect(c.insertOne({ e: 'a' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { e: 1 },
      keyValue: { e: 'a' },
    });
    await expect(c.updateOne({ e: 'b' }, { $set: { e: 'a' } })).rejects.toMatchObject({ code: 11000 });
    await expect(c.replaceOne({ e: 'b' }, { e: 'a' })).rejects.toMatchObject({ code: 11000 });
    await c.updateOne({ e: 'b' }, { $set: { e: 'b', x: 1 } });
    await c.deleteOne({ e: 'a' });
    await c.insertOne({ e: 'a' });
  });

  it('take several fields together', async () => {
    const c = mongo.collection();
    await c.createIndex({ a: 1, b: -1 }, { unique: true });
    await c.insertMany([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ]);
    await expect(c.insertOne({ a: 1, b: 2 })).rejects.toMatchObject({ code: 11000 });
  });

  it('take a missing field for null, unless sparse', async () => {
    const dense = mongo.collection();
    await dense.createIndex({ e: 1 }, { unique: true });
    await dense.insertOne({ x: 1 });
    await expect(dense.insertOne({ x: 2 })).rejects.toMatchObject({ code: 11000 });
    const sparse = mongo.collection();
    await sparse.createIndex({ e: 1 }, { unique: true, sparse: true });
    await sparse.insertMany([{ x: 1 }, { x: 2 }, { e: 1 }]);
    await expect(sparse.insertOne({ e: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('can be confined to some documents', async () => {
    const c = mongo.collection();
    await c.createIndex({ e: 1 }, { unique: true, partialFilterExpression: { active: true } });
    await c.insertMany([
      { e: 1, active: false },
      { e: 1, active: false },
      { e: 1, active: true },
    ]);
    await expect(c.insertOne({ e: 1, active: true })).rejects.toMatchObject({ code: 11000 });
    await expect(c.updateMany({ active: false }, { $set: { active: true } })).rejects.toMatchObject({ code: 11000 });
  });

  it('concern every element of an array', async () => {
    const c = mongo.collection();
    await c.createIndex({ t: 1 }, { unique: true });
    await c.insertOne({ t: ['a', 'b', 'b'] });
    await expect(c.insertOne({ t: ['c', 'b'] })).rejects.toMatchObject({ code: 11000 });
  });

  it('follow a collation', async () => {
    const c = mongo.collection();
    await c.createIndex({ email: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } });
    await c.insertOne({ email: 'Ann@example.org' });
    await expect(c.insertOne({ email: 'ann@EXAMPLE.org' })).rejects.toMatchObject({ code: 11000 });
  });

  it('are not made over duplicates', async () => {
    const c = mongo.collection();
    await c.insertMany([{ a: 1 }, { a: 1 }]);
    await expect(c.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await c.indexes()).toHaveLength(1);
  });
});

describe('managing indexes', () => {
  it('lists, makes again and drops', async () => {
    const c = mongo.collection();
    await c.insertOne({ a: 1 });
    await c.createIndexes([
      { key: { a: 1 }, name: 'ax' },
      { key: { d: 1 }, name: 'ttl', expireAfterSeconds: 60 },
    ]);
    await c.createIndex({ a: 1 }, { name: 'ax' });
    const indexes = await c.indexes();
    expect(new Set(indexes.map(index => index.name))).toEqual(new Set(['_id_', 'ax', 'ttl']));
    expect(Number(indexes.find(index => index.name === 'ttl')?.['expireAfterSeconds'])).toBe(60);
    await c.dropIndex('ax');
    await c.dropIndexes();
    expect(await c.indexes()).toHaveLength(1);
    await expect(c.dropIndex('none')).rejects.toMatchObject({ code: 27 });
  });

  it('refuses the same name or key with other options', async () => {
    const c = mongo.collection();
    await c.createIndex({ a: 1 }, { name: 'q' });
    await expect(c.createIndex({ a: 1 }, { name: 'q', unique: true })).rejects.toMatchObject({ code: 86 });
    await expect(c.createIndex({ b: 1 }, { name: 'q' })).rejects.toMatchObject({ code: 86 });
    await expect(c.createIndex({ a: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
  });
});

describe('plans', () => {
  it('name the index or say that there is none', async () => {
    const c = mongo.collection();
    await c.insertMany(Array.from({ length: 100 }, (_unused, i) => ({ a: i, b: i % 10, c: i % 7 })));
    await c.createIndex({ a: 1 });
    await c.createIndex({ b: 1, c: -1 });
    expect(await planOf(c, { a: 5 })).toContain('IXSCAN');
    expect(await planOf(c, { a: { $gte: 5, $lt: 9 } })).toContain('IXSCAN');
    expect(await planOf(c, { a: { $in: [1, 2] } })).toContain('IXSCAN');
    expect(await planOf(c, { b: 3 })).toContain('IXSCAN');
    expect(await planOf(c, { c: 3 })).toContain('COLLSCAN');
  });

  itNeeds('indexes for $or', 'use an index for each clause of $or, or none', async () => {
    const c = mongo.collection();
    await c.insertMany([{ a: 1 }, { b: 2 }]);
    await c.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }]);
    expect(await planOf(c, { $or: [{ a: 1 }, { b: 2 }] })).toContain('IXSCAN');
    expect(await planOf(c, { $or: [{ a: 1 }, { c: 2 }] })).toContain('COLLSCAN');
  });

  itNeeds('order from indexes', 'take the order from a compound index', async () => {
    const c = mongo.collection();
    await c.insertMany(Array.from({ length: 60 }, (_unused, i) => ({ user: i % 3, at: new Date(i), n: i })));
    await c.createIndex({ user: 1, at: -1 });
    const plan = await planOf(c, { user: 1 }, { at: -1 });
    expect(plan).toContain('IXSCAN');
    expect(plan).not.toContain('SORT');
    const page = await c
      .find({ user: 1, at: { $lt: new Date(40) } })
      .sort({ at: -1 })
      .limit(3)
      .toArray();
    expect(page.map(document => document['n'])).toEqual([37, 34, 31]);
    const back = await c.find({ user: 1 }).sort({ at: 1 }).limit(2).toArray();
    expect(back.map(document => document['n'])).toEqual([1, 4]);
    expect(await planOf(c, { user: 1 }, { n: 1 })).toContain('SORT');
  });

  it('obey a hint and refuse one without an index', async () => {
    const c = mongo.collection();
    await c.insertMany([
      { a: 1, b: 1 },
      { a: 2, b: 1 },
    ]);
    await c.createIndex({ a: 1 });
    expect(await c.find({ b: 1 }).hint({ a: 1 }).toArray()).toHaveLength(2);
    expect(await c.find({ b: 1 }).hint('a_1').toArray()).toHaveLength(2);
    await expect(c.find({ b: 1 }).hint({ z: 1 }).toArray()).rejects.toMatchObject({ code: 2 });
  });
});

describe('answers with indexes', () => {
  itNeeds('index answers', 'are the same as without, for every shape of filter and order', async () => {
    const plain = mongo.collection();
    const indexed = mongo.collection();
    const values: unknown[] = [
      1,
      2.5,
      -3,
      'a',
      'ab',
      'b',
      null,
      undefined,
      [1, 'a'],
      [],
      { x: 1 },
      true,
      new Date(3),
      [[1]],
      1e9,
      '',
    ];
    const documents = values.flatMap((a, i) =>
      values.map((b, j) => ({
        _id: i * 100 + j,
        ...(a === undefined ? {} : { a }),
        ...(b === undefined || (Array.isArray(a) && Array.isArray(b)) ? {} : { b }),
      })),
    );
    for (const c of [plain, indexed]) await c.insertMany(documents as Document[], { ignoreUndefined: true });
    await indexed.createIndexes([
      { key: { a: 1, b: -1 } },
      { key: { b: 1 } },
      { key: { b: -1, a: 1 }, sparse: true, name: 'sparse' },
    ]);
    const filters: Document[] = [
      ...values.filter(value => value !== undefined).map(a => ({ a })),
      ...values
        .slice(0, 6)
        .flatMap(value => ['$gt', '$gte', '$lt', '$lte'].map(operator => ({ b: { [operator]: value } }))),
      { a: 1, b: { $gt: 0, $lt: 3 } },
      { a: { $in: [1, 'a', null] } },
      { a: { $in: ['b', 2.5] }, b: 'a' },
      { a: { $ne: 1 } },
      { b: /^a/ },
      { b: { $exists: false } },
      { b: { $exists: true }, a: 1 },
      { a: { $not: { $gt: 0 } } },
      { $or: [{ a: 1 }, { b: 'b' }] },
      { a: 1, $or: [{ b: 1 }, { b: null }] },
      { $and: [{ a: { $gte: 1 } }, { a: { $lte: 2 } }] },
      { a: { $elemMatch: { $eq: 1 } } },
      { a: { $all: [1, 'a'] } },
      { a: { $size: 0 } },
      { a: { $type: 'array' } },
    ];
    const sorts: Document[] = [
      {},
      { a: 1, _id: 1 },
      { b: -1, _id: 1 },
      { a: 1, b: -1, _id: 1 },
      { a: -1, b: 1, _id: 1 },
    ];
    for (const filter of filters) {
      for (const sort of sorts) {
        const [expected, actual] = await Promise.all(
          [plain, indexed].map(async c => {
            const found = await c.find(filter).sort(sort).toArray();
            const ids = found.map(document => document['_id'] as unknown as number);
            return Object.keys(sort).length === 0 ? ids.toSorted((x, y) => x - y) : ids;
          }),
        );
        expect({ filter, sort, ids: actual }).toEqual({ filter, sort, ids: expected });
      }
    }
  });
});

describe('TTL indexes', () => {
  itNeeds('ttl within seconds', 'delete what has expired, and only that', async () => {
    const c = mongo.collection();
    await c.createIndex({ until: 1 }, { expireAfterSeconds: 0 });
    await c.insertMany([
      { n: 1, until: new Date(Date.now() - 1000) },
      { n: 2, until: new Date(Date.now() + 3_600_000) },
      { n: 3, until: 'never' },
      { n: 4 },
    ]);
    const deadline = Date.now() + 5000;
    while ((await c.countDocuments()) > 3 && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 100));
    expect((await c.find().sort({ n: 1 }).toArray()).map(document => document['n'])).toEqual([2, 3, 4]);
  });
});

describe('text indexes', () => {
  itNeeds('text search', 'find words, phrases and exclusions, best first', async () => {
    const c = mongo.collection();
    await c.createIndex({ title: 'text', body: 'text' }, { weights: { title: 10 } });
    await c.insertMany([
      { _id: 1, title: 'Hello world', body: 'nothing' },
      { _id: 2, title: 'Other', body: 'hello there, hello again' },
      { _id: 3, title: 'Café messages', body: 'goodbye' },
    ] as Document[]);
    const search = async (text: string): Promise<unknown[]> =>
      (
        await c
          .find({ $text: { $search: text } })
          .project({ score: { $meta: 'textScore' } })
          .sort({ score: { $meta: 'textScore' } })
          .toArray()
      ).map(document => document['_id']);
    expect(await search('hello')).toEqual([1, 2]);
    expect(await search('HELLO -world')).toEqual([2]);
    expect(await search('"hello there"')).toEqual([2]);
    expect(await search('cafe')).toEqual([3]);
    expect(await search('message')).toEqual([3]);
    expect(await search('absent')).toEqual([]);
    expect(
      await c
        .aggregate([
          { $match: { $text: { $search: 'hello' } } },
          { $sort: { score: { $meta: 'textScore' } } },
          { $project: { score: { $meta: 'textScore' } } },
        ])
        .toArray(),
    ).toEqual([
      { _id: 1, score: expect.any(Number) },
      { _id: 2, score: expect.any(Number) },
    ]);
    await c.updateOne({ _id: 1 } as Document, { $set: { title: 'changed' } });
    expect(await search('world')).toEqual([]);
  });

  itNeeds('text search', 'are needed for $text', async () => {
    const c = mongo.collection();
    await c.insertOne({ a: 'x' });
    await expect(c.find({ $text: { $search: 'x' } }).toArray()).rejects.toMatchObject({ code: 27 });
  });
});
