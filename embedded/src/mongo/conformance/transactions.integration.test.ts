import { describe, expect, it } from '@jest/globals';
import { Long, UUID, type ClientSession, type Document } from 'mongodb';
import { itNeeds, useMongo } from './mongo-under-test.ts';
import { connectRaw } from './raw-connection.ts';

const mongo = useMongo();

async function inSession<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result> {
  return await mongo.client.withSession(work);
}

describe('transactions', () => {
  it('commit everything together', async () => {
    const a = mongo.collection();
    const b = mongo.collection();
    await Promise.all([a.insertOne({ k: 0 }), b.insertOne({ k: 0 })]);
    await inSession(session =>
      session.withTransaction(async () => {
        await a.insertOne({ k: 1 }, { session });
        await a.updateOne({ k: 0 }, { $set: { z: 1 } }, { session });
        await b.deleteOne({ k: 0 }, { session });
        expect(await a.countDocuments({}, { session })).toBe(2);
        expect(await a.findOne({ k: 0 }, { session })).toMatchObject({ z: 1 });
        expect(await b.countDocuments({}, { session })).toBe(0);
      }),
    );
    expect(await a.countDocuments({ $or: [{ z: 1 }, { k: 1 }] })).toBe(2);
    expect(await b.countDocuments()).toBe(0);
  });

  it('leave nothing behind when aborted', async () => {
    const c = mongo.collection();
    await c.createIndex({ e: 1 }, { unique: true });
    await c.insertOne({ k: 0, n: 1, e: 0 });
    await inSession(async session => {
      session.startTransaction();
      await c.insertOne({ k: 1, e: 1 }, { session });
      await c.updateOne({ k: 0 }, { $set: { n: 2 } }, { session });
      await session.abortTransaction();
    });
    expect(await c.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ k: 0, n: 1, e: 0 }]);
    await c.insertOne({ e: 1 });
  });

  it('are invisible to others until they commit', async () => {
    const c = mongo.collection();
    await c.insertOne({ k: 0, v: 'old' });
    await inSession(async session => {
      session.startTransaction();
      await c.insertOne({ k: 1 }, { session });
      await c.updateOne({ k: 0 }, { $set: { v: 'new' } }, { session });
      expect(await c.countDocuments({})).toBe(1);
      expect(await c.findOne({ k: 0 })).toMatchObject({ v: 'old' });
      await session.commitTransaction();
    });
    expect(await c.countDocuments({ $or: [{ k: 1 }, { v: 'new' }] })).toBe(2);
  });

  it('read one snapshot, whatever others write meanwhile, with and without an index', async () => {
    const c = mongo.collection();
    await c.createIndex({ g: 1, n: 1 });
    await c.insertMany([1, 2, 3, 4].map(n => ({ _id: n, g: 'a', n })) as Document[]);
    await inSession(async session => {
      session.startTransaction({ readConcern: { level: 'snapshot' } });
      const read = async (filter: Document): Promise<unknown[]> =>
        (await c.find(filter, { session }).sort({ n: 1 }).toArray()).map(document => document['_id']);
      expect(await read({ g: 'a' })).toEqual([1, 2, 3, 4]);
      await c.deleteOne({ _id: 1 } as Document);
      await c.updateOne({ _id: 2 } as Document, { $set: { g: 'b', n: 99 } });
      await c.insertOne({ _id: 5, g: 'a', n: 0 } as Document);
      await c.updateOne({ _id: 3 } as Document, { $inc: { n: 50 } });
      expect(await read({ g: 'a' })).toEqual([1, 2, 3, 4]);
      expect(await read({ n: { $lte: 2 } })).toEqual([1, 2]);
      expect(await c.findOne({ _id: 1 } as Document, { session })).toMatchObject({ n: 1 });
      expect(await c.findOne({ _id: 5 } as Document, { session })).toBeNull();
      expect(await c.countDocuments({ g: 'b' }, { session })).toBe(0);
      await session.commitTransaction();
    });
    expect(await c.countDocuments({ g: 'a' })).toBe(3);
  });

  it('conflict when two write the same document', async () => {
    const c = mongo.collection();
    await c.insertOne({ k: 0, n: 0 });
    await inSession(async first => {
      await inSession(async second => {
        first.startTransaction();
        second.startTransaction();
        await c.updateOne({ k: 0 }, { $inc: { n: 1 } }, { session: first });
        const error = await c
          .updateOne({ k: 0 }, { $inc: { n: 1 } }, { session: second })
          .catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 112 });
        expect((error as { hasErrorLabel(label: string): boolean }).hasErrorLabel('TransientTransactionError')).toBe(
          true,
        );
        await first.commitTransaction();
      });
    });
    expect(await c.findOne({ k: 0 })).toMatchObject({ n: 1 });
  });

  it('conflict with what was written after they began', async () => {
    const c = mongo.collection();
    await c.insertMany([{ k: 0, n: 0 }, { k: 1 }]);
    await inSession(async session => {
      session.startTransaction();
      await c.findOne({ k: 1 }, { session });
      await c.updateOne({ k: 0 }, { $inc: { n: 1 } });
      await expect(c.updateOne({ k: 0 }, { $inc: { n: 1 } }, { session })).rejects.toMatchObject({ code: 112 });
    });
    expect(await c.findOne({ k: 0 })).toMatchObject({ n: 1 });
  });

  it('hold up other writers of their documents until they end', async () => {
    const c = mongo.collection();
    await c.insertOne({ k: 0, log: [] as string[] });
    await inSession(async session => {
      session.startTransaction();
      await c.updateOne({ k: 0 }, { $push: { log: 'transaction' } } as Document, { session });
      const outside = c.updateOne({ k: 0 }, { $push: { log: 'outside' } } as Document);
      await new Promise(resolve => setTimeout(resolve, 100));
      await session.commitTransaction();
      await outside;
    });
    expect(await c.findOne({ k: 0 })).toMatchObject({ log: ['transaction', 'outside'] });
  });

  it('are retried by withTransaction until every increment counts', async () => {
    const c = mongo.collection();
    await c.insertOne({ k: 'counter', n: 0 });
    await Promise.all(
      Array.from({ length: 8 }, () =>
        inSession(session =>
          session.withTransaction(async () => {
            const { n } = (await c.findOne({ k: 'counter' }, { session }))!;
            await c.updateOne({ k: 'counter' }, { $set: { n: (n as number) + 1 } }, { session });
          }),
        ),
      ),
    );
    expect(await c.findOne({ k: 'counter' })).toMatchObject({ n: 8 });
  });

  it('fail as a whole at a duplicate key', async () => {
    const c = mongo.collection();
    await c.insertOne({ _id: 1 } as Document);
    const attempt = inSession(session =>
      session.withTransaction(async () => {
        await c.insertOne({ _id: 2 } as Document, { session });
        await c.insertOne({ _id: 1 } as Document, { session });
      }),
    );
    await expect(attempt).rejects.toMatchObject({ code: 11000 });
    expect(await c.countDocuments()).toBe(1);
  });

  it('see their own unique keys, freed ones included', async () => {
    const c = mongo.collection();
    await c.createIndex({ e: 1 }, { unique: true });
    await c.insertMany([{ e: 'a' }, { e: 'b' }]);
    await inSession(session =>
      session.withTransaction(async () => {
        await c.deleteOne({ e: 'a' }, { session });
        await c.insertOne({ e: 'a', again: true }, { session });
        await c.updateOne({ e: 'b' }, { $set: { e: 'c' } }, { session });
        await c.insertOne({ e: 'b', again: true }, { session });
      }),
    );
    expect(await c.countDocuments({ again: true })).toBe(2);
    expect(new Set(await c.distinct('e'))).toEqual(new Set(['a', 'b', 'c']));
    await expect(c.insertOne({ e: 'c' })).rejects.toMatchObject({ code: 11000 });
  });

  it('may be committed again after a success', async () => {
    const c = mongo.collection();
    await c.insertOne({ k: 0 });
    await inSession(async session => {
      session.startTransaction();
      await c.insertOne({ k: 1 }, { session });
      await session.commitTransaction();
      await session.commitTransaction();
    });
    expect(await c.countDocuments()).toBe(2);
  });
});

describe('repeated writes', () => {
  itNeeds('old transaction numbers refused', 'are refused under a number older than the newest', async () => {
    const c = mongo.collection();
    const connection = await connectRaw(mongo.url);
    const lsid = { id: new UUID() };
    const insert = (number: number): Document => ({
      insert: c.collectionName,
      documents: [{ number }],
      $db: mongo.database.databaseName,
      lsid,
      txnNumber: Long.fromNumber(number),
    });
    try {
      expect(await connection.command(insert(2))).toMatchObject({ ok: 1 });
      expect(await connection.command(insert(1))).toMatchObject({ ok: 0, code: 225 });
    } finally {
      connection.close();
    }
  });

  /** Repeats one increment over two connections, one after the other or at once, and answers what the document holds then. */
  async function repeat(atOnce: boolean): Promise<unknown> {
    const c = mongo.collection();
    await c.insertOne({ _id: 1, n: 0 } as Document);
    const connections = await Promise.all([connectRaw(mongo.url), connectRaw(mongo.url)]);
    const increment: Document = {
      update: c.collectionName,
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
      $db: mongo.database.databaseName,
      lsid: { id: new UUID() },
      txnNumber: Long.fromNumber(1),
    };
    try {
      const replies: Document[] = [];
      if (atOnce) replies.push(...(await Promise.all(connections.map(connection => connection.command(increment)))));
      else for (const connection of connections) replies.push(await connection.command(increment));
      for (const reply of replies) expect(reply).toMatchObject({ ok: 1, n: 1, nModified: 1 });
      return (await c.findOne({}))?.['n'];
    } finally {
      for (const connection of connections) connection.close();
    }
  }

  it('happen once under one transaction number', async () => {
    expect(await repeat(false)).toBe(1);
  });

  itNeeds('repeats at once', 'happen once also when the repeat comes while the first is under way', async () => {
    expect(await repeat(true)).toBe(1);
  });
});
