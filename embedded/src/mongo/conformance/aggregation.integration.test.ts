import { beforeAll, describe, expect, it } from '@jest/globals';
import { Decimal128, ObjectId, type Collection, type Document } from 'mongodb';
import { itNeeds, useMongo } from './mongo-under-test.ts';

const mongo = useMongo();

async function run(documents: Document[], pipeline: Document[]): Promise<Document[]> {
  const c = mongo.collection();
  if (documents.length > 0) await c.insertMany(documents);
  return await c.aggregate(pipeline).toArray();
}

describe('grouping', () => {
  const sales = [
    { k: 'a', v: 1 },
    { k: 'a', v: 3 },
    { k: 'b', v: 5 },
  ];

  it('accumulates per group', async () => {
    const grouped = await run(sales, [
      { $match: { v: { $gt: 0 } } },
      { $sort: { v: 1 } },
      {
        $group: {
          _id: '$k',
          sum: { $sum: '$v' },
          average: { $avg: '$v' },
          most: { $max: '$v' },
          least: { $min: '$v' },
          all: { $push: '$v' },
          first: { $first: '$v' },
          last: { $last: '$v' },
          n: { $sum: 1 },
        },
      },
      { $sort: { _id: 1 } },
    ]);
    expect(grouped).toEqual([
      { _id: 'a', sum: 4, average: 2, most: 3, least: 1, all: [1, 3], first: 1, last: 3, n: 2 },
      { _id: 'b', sum: 5, average: 5, most: 5, least: 5, all: [5], first: 5, last: 5, n: 1 },
    ]);
  });

  it('groups by ids, dates and several fields', async () => {
    const id = new ObjectId();
    const day = new Date('2024-03-05');
    const grouped = await run(
      [
        { u: id, d: day, v: 1 },
        { u: id, d: day, v: 3 },
        { u: new ObjectId(), d: day, v: 9 },
      ],
      [
        {
          $group: {
            _id: { u: '$u', d: '$d' },
            t: { $sum: '$v' },
            big: { $sum: { $cond: [{ $gt: ['$v', 2] }, 1, 0] } },
          },
        },
        { $sort: { t: 1 } },
      ],
    );
    expect(grouped).toEqual([
      { _id: { u: id, d: day }, t: 4, big: 1 },
      { _id: { u: expect.any(ObjectId), d: day }, t: 9, big: 1 },
    ]);
  });

  it('groups everything under null and counts', async () => {
    expect(
      await run(sales, [
        { $group: { _id: null, n: { $sum: 1 }, k: { $addToSet: '$k' } } },
        { $set: { k: { $size: '$k' } } },
      ]),
    ).toEqual([{ _id: null, n: 3, k: 2 }]);
    expect(await run(sales, [{ $match: { k: 'a' } }, { $count: 'n' }])).toEqual([{ n: 2 }]);
    expect(await run(sales, [{ $sortByCount: '$k' }])).toEqual([
      { _id: 'a', count: 2 },
      { _id: 'b', count: 1 },
    ]);
    expect(
      await run(sales, [{ $bucket: { groupBy: '$v', boundaries: [0, 3, 10], output: { n: { $sum: 1 } } } }]),
    ).toEqual([
      { _id: 0, n: 1 },
      { _id: 3, n: 2 },
    ]);
  });

  itNeeds('empty counts', 'gives no count of nothing', async () => {
    expect(await run(sales, [{ $match: { k: 'z' } }, { $count: 'n' }])).toEqual([]);
  });

  it('adds decimals exactly', async () => {
    const grouped = await run(
      ['0.1', '0.2'].map(v => ({ v: Decimal128.fromString(v) })),
      [
        { $group: { _id: null, sum: { $sum: '$v' }, most: { $max: '$v' } } },
        { $project: { _id: 0, sum: 1, most: 1, twice: { $multiply: ['$sum', 2] } } },
      ],
    );
    expect(grouped.map(({ sum, most, twice }) => [sum, most, twice].map(String))).toEqual([['0.3', '0.2', '0.6']]);
  });
});

describe('shaping', () => {
  it('evaluates expressions', async () => {
    const [shaped] = await run(
      [{ d: new Date('2024-03-05T10:00:00Z'), f: 'A', l: 'B', a: [1, 2, 3], o: { x: 1 } }],
      [
        {
          $project: {
            _id: 0,
            day: { $dateToString: { format: '%Y-%m-%d', date: '$d' } },
            name: { $concat: ['$f', ' ', '$l'] },
            fallback: { $ifNull: ['$missing', 'none'] },
            // oxlint-disable-next-line unicorn/no-thenable -- the name is MongoDB's
            choice: { $switch: { branches: [{ case: { $eq: ['$f', 'A'] }, then: 1 }], default: 0 } },
            doubled: { $map: { input: '$a', as: 'x', in: { $multiply: ['$$x', 2] } } },
            big: { $filter: { input: '$a', as: 'x', cond: { $gt: ['$$x', 1] } } },
            total: { $reduce: { input: '$a', initialValue: 0, in: { $add: ['$$value', '$$this'] } } },
            merged: { $mergeObjects: ['$o', { y: 2 }] },
            joined: { $let: { vars: { n: { $size: '$a' } }, in: { $toString: '$$n' } } },
            type: { $type: '$missing' },
            hour: { $hour: '$d' },
            later: { $dateAdd: { startDate: '$d', unit: 'day', amount: 1 } },
          },
        },
      ],
    );
    expect(shaped).toEqual({
      day: '2024-03-05',
      name: 'A B',
      fallback: 'none',
      choice: 1,
      doubled: [2, 4, 6],
      big: [2, 3],
      total: 6,
      merged: { x: 1, y: 2 },
      joined: '3',
      type: 'missing',
      hour: 10,
      later: new Date('2024-03-06T10:00:00Z'),
    });
  });

  it('unwinds arrays with index and missing ones', async () => {
    const unwound = await run(
      [{ k: 1, a: ['x', 'y'] }, { k: 2 }],
      [
        { $unwind: { path: '$a', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true } },
        { $sort: { k: 1, i: 1 } },
        { $project: { _id: 0, k: 1, a: 1 } },
      ],
    );
    expect(unwound).toEqual([{ k: 1, a: 'x' }, { k: 1, a: 'y' }, { k: 2 }]);
  });

  it('adds, removes and replaces', async () => {
    expect(
      await run(
        [{ o: { z: 2 }, v: 5 }],
        [{ $addFields: { 'o.y': '$v' } }, { $unset: 'v' }, { $replaceRoot: { newRoot: '$o' } }],
      ),
    ).toEqual([{ z: 2, y: 5 }]);
    expect(await run([{ a: 1 }], [{ $replaceWith: { b: '$a' } }])).toEqual([{ b: 1 }]);
  });

  it('facets', async () => {
    const faceted = await run(
      [{ v: 1 }, { v: 2 }, { v: 3 }],
      [
        {
          $facet: {
            rows: [{ $sort: { v: -1 } }, { $limit: 2 }, { $project: { _id: 0, v: 1 } }],
            total: [{ $count: 'n' }],
          },
        },
      ],
    );
    expect(faceted).toEqual([{ rows: [{ v: 3 }, { v: 2 }], total: [{ n: 3 }] }]);
  });

  it('runs windows over partitions', async () => {
    const windowed = await run(
      [
        { p: 1, d: 1, v: 1 },
        { p: 1, d: 2, v: 2 },
        { p: 2, d: 1, v: 5 },
      ],
      [
        {
          $setWindowFields: {
            partitionBy: '$p',
            sortBy: { d: 1 },
            output: { running: { $sum: '$v', window: { documents: ['unbounded', 'current'] } } },
          },
        },
        { $sort: { p: 1, d: 1 } },
        { $project: { _id: 0, running: 1 } },
      ],
    );
    expect(windowed).toEqual([{ running: 1 }, { running: 3 }, { running: 5 }]);
  });

  it('truncates dates', async () => {
    const [truncated] = await run(
      [{ d: new Date('2024-03-05T10:11:00Z') }],
      [{ $project: { _id: 0, t: { $dateTrunc: { date: '$d', unit: 'day' } } } }],
    );
    expect(truncated).toEqual({ t: new Date('2024-03-05T00:00:00Z') });
  });
});

describe('joins', () => {
  let people: Collection;
  let orders: Collection;
  beforeAll(async () => {
    people = mongo.collection();
    orders = mongo.collection();
    await people.insertMany([
      { _id: 1, name: 'a', friends: [2, 3] },
      { _id: 2, name: 'b' },
      { _id: 3, name: 'c', boss: 1 },
    ] as Document[]);
    await orders.insertMany([
      { who: 1, n: 'p' },
      { who: 1, n: 'q' },
      { who: 2, n: 'r' },
    ]);
  });

  it.each([
    ['without an index', false],
    ['with an index', true],
  ])('joins by equality %s', async (_name, indexed) => {
    if (indexed) await orders.createIndex({ who: 1 });
    const joined = await people
      .aggregate([
        { $lookup: { from: orders.collectionName, localField: '_id', foreignField: 'who', as: 'orders' } },
        { $sort: { _id: 1 } },
        { $project: { n: { $map: { input: '$orders', in: '$$this.n' } } } },
      ])
      .toArray();
    expect(joined).toEqual([
      { _id: 1, n: ['p', 'q'] },
      { _id: 2, n: ['r'] },
      { _id: 3, n: [] },
    ]);
  });

  it('joins each element of an array', async () => {
    const [joined] = await people
      .aggregate([
        { $match: { _id: 1 } },
        { $lookup: { from: people.collectionName, localField: 'friends', foreignField: '_id', as: 'f' } },
      ])
      .toArray();
    expect(joined?.['f'].map((friend: Document) => friend['name']).toSorted()).toEqual(['b', 'c']);
  });

  it('joins by a pipeline with variables', async () => {
    const joined = await people
      .aggregate([
        { $match: { _id: { $lte: 2 } } },
        {
          $lookup: {
            from: orders.collectionName,
            let: { id: '$_id' },
            pipeline: [
              { $match: { $expr: { $eq: ['$who', '$$id'] } } },
              { $sort: { n: -1 } },
              { $limit: 1 },
              { $project: { _id: 0, n: 1 } },
            ],
            as: 'last',
          },
        },
        { $sort: { _id: 1 } },
        { $project: { last: 1 } },
      ])
      .toArray();
    expect(joined).toEqual([
      { _id: 1, last: [{ n: 'q' }] },
      { _id: 2, last: [{ n: 'r' }] },
    ]);
  });

  it('joins by equality and then a pipeline', async () => {
    const [joined] = await people
      .aggregate([
        { $match: { _id: 1 } },
        {
          $lookup: {
            from: orders.collectionName,
            localField: '_id',
            foreignField: 'who',
            pipeline: [{ $match: { n: 'q' } }],
            as: 'o',
          },
        },
      ])
      .toArray();
    expect(joined?.['o']).toHaveLength(1);
  });

  it('follows a graph', async () => {
    const [found] = await people
      .aggregate([
        { $match: { _id: 3 } },
        {
          $graphLookup: {
            from: people.collectionName,
            startWith: '$boss',
            connectFromField: 'friends',
            connectToField: '_id',
            as: 'reach',
            depthField: 'depth',
          },
        },
      ])
      .toArray();
    const reached = found?.['reach'].map((person: Document) => [person['_id'], Number(person['depth'])]).toSorted();
    expect(reached).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
  });

  it('unites collections', async () => {
    const united = await people
      .aggregate([{ $unionWith: { coll: orders.collectionName, pipeline: [{ $match: { who: 2 } }] } }])
      .toArray();
    expect(united).toHaveLength(4);
  });
});

describe('output', () => {
  it('merges into a collection and replaces one', async () => {
    const source = mongo.collection();
    const target = mongo.collection();
    await source.insertMany([
      { _id: 1, v: 1 },
      { _id: 3, v: 3 },
    ] as Document[]);
    await target.insertMany([
      { _id: 1, v: 0, kept: true },
      { _id: 2, v: 2 },
    ] as Document[]);
    await source
      .aggregate([
        { $merge: { into: target.collectionName, on: '_id', whenMatched: 'merge', whenNotMatched: 'insert' } },
      ])
      .toArray();
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, v: 1, kept: true },
      { _id: 2, v: 2 },
      { _id: 3, v: 3 },
    ]);
    await source
      .aggregate([
        { $merge: { into: target.collectionName, whenMatched: [{ $set: { v: { $add: ['$v', '$$new.v'] } } }] } },
      ])
      .toArray();
    expect(await target.findOne({ _id: 3 } as Document)).toEqual({ _id: 3, v: 6 });
    await source.aggregate([{ $match: { _id: 1 } }, { $out: target.collectionName }]).toArray();
    expect(await target.find().toArray()).toEqual([{ _id: 1, v: 1 }]);
  });

  itNeeds('indexes after $out', 'keeps the indexes of the collection it replaces', async () => {
    const source = mongo.collection();
    const target = mongo.collection();
    await source.insertOne({ v: 1 });
    await target.createIndex({ v: 1 });
    await source.aggregate([{ $out: target.collectionName }]).toArray();
    expect((await target.indexes()).map(index => index.name)).toEqual(['_id_', 'v_1']);
  });
});

describe('errors and limits', () => {
  it.each([
    ['an unknown stage', [{ $bogus: {} }]],
    ['a stage with two names', [{ $match: {}, $limit: 1 }]],
    ['$out before the end', [{ $out: 'x' }, { $match: {} }]],
    ['a limit of zero', [{ $limit: 0 }]],
  ])('refuses %s', async (_name, pipeline) => {
    await expect(run([], pipeline)).rejects.toMatchObject({ name: 'MongoServerError' });
  });

  itNeeds(
    'checks of pipelines over nothing',
    'refuses an unknown operator in $match of an empty collection',
    async () => {
      await expect(run([], [{ $match: { a: { $bogus: 1 } } }])).rejects.toMatchObject({ name: 'MongoServerError' });
    },
  );

  it('refuses to divide by zero', async () => {
    await expect(run([{ a: 1 }], [{ $project: { x: { $divide: ['$a', 0] } } }])).rejects.toMatchObject({
      name: 'MongoServerError',
    });
  });

  it('gives results in batches', async () => {
    const c = mongo.collection();
    await c.insertMany(Array.from({ length: 250 }, (_unused, i) => ({ i })));
    const seen: number[] = [];
    for await (const { i } of c.aggregate([{ $sort: { i: 1 } }], { batchSize: 20 })) seen.push(i as number);
    expect(seen).toEqual(Array.from({ length: 250 }, (_unused, i) => i));
  });
});
