import { describe, expect, it } from '@jest/globals';
import { useMongo } from './mongo-under-test.ts';

const mongo = useMongo();

describe('concurrent writers', () => {
  it('never lose an increment: 200 findOneAndUpdate give 200 values', async () => {
    const c = mongo.collection<{ _id: string; n: number }>();
    await c.insertOne({ _id: 'counter', n: 0 });
    const results = await Promise.all(
      Array.from({ length: 200 }, () =>
        c.findOneAndUpdate({ _id: 'counter' }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
      ),
    );
    expect(new Set(results.map(result => result?.n)).size).toBe(200);
    expect(await c.findOne({})).toMatchObject({ n: 200 });
  });

  it('make one document of many upserts under a unique index', async () => {
    const c = mongo.collection();
    await c.createIndex({ k: 1 }, { unique: true });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => c.updateOne({ k: 'a' }, { $inc: { n: 1 } }, { upsert: true })),
    );
    const done = outcomes.filter(outcome => outcome.status === 'fulfilled').length;
    expect(await c.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ k: 'a', n: done }]);
  });

  it('each take another job of a queue', async () => {
    const c = mongo.collection();
    await c.createIndex({ state: 1, priority: -1 });
    await c.insertMany(Array.from({ length: 60 }, (_unused, i) => ({ i, priority: i % 5, state: 'queued' })));
    const taken = await Promise.all(
      Array.from({ length: 80 }, (_unused, worker) =>
        c.findOneAndUpdate(
          { state: 'queued' },
          { $set: { state: 'running', worker } },
          { sort: { priority: -1, i: 1 } },
        ),
      ),
    );
    const jobs = taken.filter(job => job !== null).map(job => job['i'] as number);
    expect(jobs).toHaveLength(60);
    expect(new Set(jobs).size).toBe(60);
  });

  it('keep a unique index while transactions race for its key', async () => {
    const c = mongo.collection();
    await c.createIndex({ k: 1 }, { unique: true });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_unused, i) =>
        mongo.client.withSession(session =>
          session.withTransaction(async () => {
            await c.insertOne({ k: i % 3, i }, { session });
          }),
        ),
      ),
    );
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(3);
    expect(new Set(await c.distinct('k'))).toEqual(new Set([0, 1, 2]));
    expect(await c.countDocuments()).toBe(3);
  });
});
