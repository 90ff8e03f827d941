import { beforeAll, describe, expect, it } from '@jest/globals';
import { useMongo } from './mongo-under-test.ts';
import type { Collection, Document } from 'mongodb';

const mongo = useMongo();

describe('expressions', () => {
  let c: Collection;
  beforeAll(async () => {
    c = mongo.collection();
    await c.insertOne({
      n: 5,
      f: 2.75,
      s: 'Hello',
      u: 'üñï',
      a: [3, 1, 2],
      nul: null,
      d: new Date('2024-03-05T10:11:12.345Z'),
      y: new Date('2025-01-01T00:00:00Z'),
      list: [
        { k: 1, v: 10 },
        { k: 2, v: 20 },
      ],
      o: { x: 1 },
    });
  });

  it.each<[string, unknown, unknown]>([
    ['rounds half to even', { $round: ['$f', 1] }, 2.8],
    ['rounds to whole numbers without places', { $round: '$f' }, 3],
    ['rounds to tens', { $round: [15, -1] }, 20],
    ['truncates', { $trunc: ['$f', 1] }, 2.7],
    ['gives null of null', { $add: ['$n', '$nul'] }, null],
    ['finds text by character', { $indexOfCP: ['$u', 'ï'] }, 2],
    ['cuts text by character', { $substrCP: ['$u', 1, 2] }, 'ñï'],
    ['counts bytes of text', { $strLenBytes: '$u' }, 6],
    ['finds by a pattern', { $regexFind: { input: '$s', regex: 'l+' } }, { match: 'll', idx: 2, captures: [] }],
    ['replaces text', { $replaceAll: { input: '$s', find: 'l', replacement: 'L' } }, 'HeLLo'],
    ['takes the last of an array', { $last: '$a' }, 2],
    ['takes the last of nothing', { $ifNull: [{ $last: [[]] }, 'none'] }, 'none'],
    [
      'makes a document of pairs',
      {
        $arrayToObject: [
          [
            ['a', 1],
            ['b', '$n'],
          ],
        ],
      },
      { a: 1, b: 5 },
    ],
    [
      'makes a document of keys and values',
      { $arrayToObject: { $map: { input: '$list', in: { k: { $toString: '$$this.k' }, v: '$$this.v' } } } },
      { '1': 10, '2': 20 },
    ],
    ['sorts an array', { $sortArray: { input: '$a', sortBy: 1 } }, [1, 2, 3]],
    [
      'sorts an array of documents',
      { $map: { input: { $sortArray: { input: '$list', sortBy: { v: -1 } } }, in: '$$this.k' } },
      [2, 1],
    ],
    ['unites sets with null', { $setUnion: ['$nul', ['a']] }, null],
    ['subtracts sets', { $setDifference: ['$a', [1]] }, [3, 2]],
    ['gives no part of a missing date', { $year: '$missing' }, null],
    ['gives the week of the year', { $week: '$d' }, 9],
    ['gives the ISO week', { $isoWeek: '$d' }, 10],
    ['gives the hour of a timezone', { $hour: { date: '$d', timezone: 'Asia/Ho_Chi_Minh' } }, 17],
    [
      'truncates to a day of a timezone',
      { $dateTrunc: { date: '$y', unit: 'day', timezone: 'America/New_York' } },
      new Date('2024-12-31T05:00:00Z'),
    ],
    ['adds months', { $dateAdd: { startDate: '$d', unit: 'month', amount: 1 } }, new Date('2024-04-05T10:11:12.345Z')],
    ['adds to no date', { $dateAdd: { startDate: '$missing', unit: 'month', amount: 1 } }, null],
    [
      'writes dates in a timezone',
      { $dateToString: { date: '$d', format: '%Y-%m-%d %H', timezone: '+07:00' } },
      '2024-03-05 17',
    ],
    ['counts days between dates', { $dateDiff: { startDate: '$d', endDate: '$y', unit: 'day' } }, 302],
    ['writes an ObjectId', { $toString: { $toObjectId: '507f1f77bcf86cd799439011' } }, '507f1f77bcf86cd799439011'],
    ['writes a decimal', { $toString: { $toDecimal: '1.50' } }, '1.50'],
    ['falls back when a conversion fails', { $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
    ['sets a field with a dot in its name', { $setField: { field: 'p.q', input: '$o', value: 1 } }, { x: 1, 'p.q': 1 }],
    ['compares a missing field with null', [{ $eq: ['$missing', null] }, { $lt: ['$missing', null] }], [false, true]],
    ['compares across kinds', { $gt: ['$s', '$n'] }, true],
  ])('%s', async (_name, expression, expected) => {
    const [result] = await c.aggregate([{ $project: { _id: 0, r: expression } }]).toArray();
    expect(result).toEqual({ r: expected });
  });

  it('leaves a field out by $$REMOVE', async () => {
    expect(await c.aggregate([{ $project: { _id: 0, r: { $cond: [false, 1, '$$REMOVE'] } } }]).toArray()).toEqual([{}]);
  });
});

describe('stages', () => {
  const documents: Document[] = [
    { _id: 1, n: 5, list: [{ k: 1 }, { k: 2 }], o: { x: 1 } },
    { _id: 2, n: 8 },
    { _id: 3, n: 3 },
  ];

  async function run(pipeline: Document[]): Promise<Document[]> {
    const c = mongo.collection();
    await c.insertMany(documents);
    return await c.aggregate(pipeline).toArray();
  }

  it('$project keeps the order of the document, computed fields behind it', async () => {
    const [first] = await run([{ $match: { _id: 1 } }, { $project: { twice: { $multiply: ['$n', 2] }, o: 1, n: 1 } }]);
    expect(Object.keys(first!)).toEqual(['_id', 'n', 'o', 'twice']);
  });

  it('$top and $bottom give one value, $topN several', async () => {
    const sortBy = { n: -1 };
    const group = {
      _id: null,
      top: { $top: { output: '$_id', sortBy } },
      bottom: { $bottom: { output: '$_id', sortBy } },
      two: { $topN: { n: 2, output: '$n', sortBy } },
    };
    expect(await run([{ $group: group }])).toEqual([{ _id: null, top: 2, bottom: 3, two: [8, 5] }]);
  });

  it('$sample gives every document at most once', async () => {
    expect(new Set((await run([{ $sample: { size: 10 } }])).map(document => document['_id']))).toEqual(
      new Set([1, 2, 3]),
    );
    expect(await run([{ $sample: { size: 2 } }])).toHaveLength(2);
  });

  it('$redact drops documents', async () => {
    expect(
      await run([{ $redact: { $cond: [{ $gte: ['$n', 5] }, '$$KEEP', '$$PRUNE'] } }, { $project: { _id: 1 } }]),
    ).toEqual([{ _id: 1 }, { _id: 2 }]);
  });

  it('$densify fills gaps and $fill missing values', async () => {
    expect(
      (
        await run([
          { $project: { _id: 0, n: 1 } },
          { $densify: { field: 'n', range: { step: 1, bounds: [5, 8] } } },
          { $sort: { n: 1 } },
        ])
      ).map(document => document['n']),
    ).toEqual([3, 5, 6, 7, 8]);
    expect(
      (await run([{ $sort: { _id: 1 } }, { $fill: { output: { o: { value: 'x' } } } }])).map(document => document['o']),
    ).toEqual([{ x: 1 }, 'x', 'x']);
  });
});
