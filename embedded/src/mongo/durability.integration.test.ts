import { afterEach, describe, expect, it } from '@jest/globals';
import { Long, MongoClient, UUID, type Document, type MongoServerError } from 'mongodb';
import { connectRaw } from './conformance/raw-connection.ts';
import { startMongoServer } from './index.ts';
import { startServerProcess, type ServerProcess } from './testing/server-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const running: ServerProcess[] = [];

async function start(dataFolder: string): Promise<ServerProcess> {
  const server = await startServerProcess(dataFolder);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.kill();
});

/** Writers that go on until the server is gone. Answers the numbers whose write was acknowledged. */
async function writeUntilKilled(
  url: string,
  writers: number,
  limit: number,
  write: (client: MongoClient, n: number) => Promise<unknown>,
): Promise<number[]> {
  const client = await MongoClient.connect(url, {
    retryWrites: false,
    serverSelectionTimeoutMS: 500,
    maxPoolSize: writers,
  });
  const acknowledged: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (next < limit) {
        const n = next++;
        try {
          await write(client, n);
        } catch {
          return;
        }
        acknowledged.push(n);
      }
    }),
  );
  await client.close();
  return acknowledged;
}

describe('after kill -9', () => {
  it('every acknowledged write of 10,000 by concurrent writers is there', async () => {
    const dataFolder = await temporaryFolder();
    const server = await start(dataFolder);
    let killed: Promise<void> | undefined;
    let done = 0;
    const acknowledged = await writeUntilKilled(server.url, 20, 10_000, async (client, n) => {
      await client
        .db('d')
        .collection('c')
        .insertOne({ _id: n, text: `message ${n}`.repeat(20) } as Document);
      // In the midst of it, with twenty writes on their way.
      if (++done === 6000) killed = server.kill();
    });
    await killed;
    expect(acknowledged.length).toBeGreaterThanOrEqual(5990);
    expect(acknowledged.length).toBeLessThan(10_000);

    const again = await start(dataFolder);
    const client = await MongoClient.connect(again.url);
    const stored = new Set(
      (await client.db('d').collection('c').find().project({ _id: 1 }).toArray()).map(document =>
        Number(document['_id']),
      ),
    );
    await client.close();
    expect(acknowledged.filter(n => !stored.has(n))).toEqual([]);
    console.info(`${acknowledged.length} writes acknowledged before the kill, ${stored.size} found after it`);
  });

  it('a transaction is there as a whole or not at all', async () => {
    const dataFolder = await temporaryFolder();
    const server = await start(dataFolder);
    let killed: Promise<void> | undefined;
    let done = 0;
    const acknowledged = await writeUntilKilled(server.url, 8, 5000, async (client, n) => {
      await client.withSession(session =>
        session.withTransaction(
          async () => {
            await client
              .db('d')
              .collection('left')
              .insertOne({ _id: n } as Document, { session });
            await client.db('d').collection('right').insertMany([{ n }, { n }], { session });
          },
          { timeoutMS: 2000 },
        ),
      );
      if (++done === 400) killed = server.kill();
    });
    await killed;

    const again = await start(dataFolder);
    const client = await MongoClient.connect(again.url);
    const left = (await client.db('d').collection('left').find().toArray()).map(document => Number(document['_id']));
    const right = await client
      .db('d')
      .collection('right')
      .aggregate([{ $group: { _id: '$n', count: { $sum: 1 } } }])
      .toArray();
    await client.close();
    expect(new Set(right.map(group => group['_id']))).toEqual(new Set(left));
    expect(right.every(group => group['count'] === 2)).toBe(true);
    expect(acknowledged.length).toBeGreaterThanOrEqual(400);
    expect(acknowledged.filter(n => !left.includes(n))).toEqual([]);
  });

  it('a write repeated under its number is answered as before and not carried out again', async () => {
    const dataFolder = await temporaryFolder();
    const lsid = { id: new UUID() };
    const increment = {
      update: 'c',
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }],
      $db: 'd',
      lsid,
      txnNumber: Long.fromNumber(5),
    };
    const replies: Document[] = [];
    for (let life = 0; life < 2; life++) {
      const server = await start(dataFolder);
      const connection = await connectRaw(server.url);
      replies.push(await connection.command(increment));
      if (life === 1) replies.push(await connection.command({ find: 'c', $db: 'd' }));
      connection.close();
      await server.kill();
    }
    const [first, second, found] = replies;
    expect(first).toMatchObject({ ok: 1, n: 1, upserted: [{ index: 0, _id: 1 }] });
    expect(second).toMatchObject({ ok: 1, n: 1, upserted: [{ index: 0, _id: 1 }] });
    expect(found!['cursor'].firstBatch).toEqual([{ _id: 1, n: 1 }]);
  });

  it('a stream resumes where it was', async () => {
    const dataFolder = await temporaryFolder();
    const server = await start(dataFolder);
    const client = await MongoClient.connect(server.url);
    const c = client.db('d').collection('c');
    await c.insertOne({ n: 0 });
    const stream = c.watch([], { maxAwaitTimeMS: 500 });
    await stream.tryNext();
    await c.insertOne({ n: 1 });
    const { _id: token } = await stream.next();
    await c.insertOne({ n: 2 });
    await stream.close();
    await server.kill();
    await client.close();

    const again = await start(dataFolder);
    const other = await MongoClient.connect(again.url);
    const resumed = other.db('d').collection('c').watch([], { resumeAfter: token, maxAwaitTimeMS: 500 });
    expect(await resumed.next()).toMatchObject({ operationType: 'insert', fullDocument: { n: 2 } });
    await other.db('d').collection('c').insertOne({ n: 3 });
    expect(await resumed.next()).toMatchObject({ fullDocument: { n: 3 } });
    await resumed.close();
    await other.close();
  });
});

describe('after an orderly restart', () => {
  it('documents, indexes, validators and capped sizes are as before', async () => {
    const dataFolder = await temporaryFolder();
    const first = await startMongoServer({ dataFolder });
    const client = await MongoClient.connect(first.url);
    const database = client.db('d');
    await database.createCollection('v', { validator: { n: { $gte: 0 } } });
    await database.createCollection('capped', { capped: true, size: 10_000, max: 2 });
    await database
      .collection('v')
      .createIndexes([
        { key: { n: 1 }, unique: true },
        { key: { t: 'text' } },
        { key: { u: 1 }, partialFilterExpression: { n: { $gt: 5 } } },
      ]);
    await database.collection('v').insertMany([{ n: 1, t: 'hello' }, { n: 2 }]);
    await database.collection('v').updateOne({ n: 2 }, { $set: { n: 7, u: 1 } });
    await database.collection('capped').insertMany([{ n: 1 }, { n: 2 }, { n: 3 }]);
    await database.collection('gone').insertOne({ n: 1 });
    await database.collection('gone').drop();
    await client.close();
    await first.close();

    const second = await startMongoServer({ dataFolder });
    const other = await MongoClient.connect(second.url);
    const again = other.db('d');
    expect(
      await again
        .collection('v')
        .find({}, { projection: { _id: 0 } })
        .toArray(),
    ).toEqual([
      { n: 1, t: 'hello' },
      { n: 7, u: 1 },
    ]);
    expect(await again.collection('v').countDocuments({ $text: { $search: 'hello' } })).toBe(1);
    expect((await again.collection('v').indexes()).map(index => index.name)).toEqual(['_id_', 'n_1', 'u_1', 't_text']);
    await expect(again.collection('v').insertOne({ n: 7 })).rejects.toMatchObject({ code: 11000 });
    await expect(again.collection('v').insertOne({ n: -1 })).rejects.toMatchObject({ code: 121 });
    await again.collection('capped').insertOne({ n: 4 });
    expect((await again.collection('capped').find().toArray()).map(document => document['n'])).toEqual([3, 4]);
    expect((await again.listCollections().toArray()).map(({ name }) => name)).not.toContain('gone');
    await other.close();
    await second.close();
  });

  it('a token from another data folder, or from before the kept history, is refused as too old', async () => {
    const tokens: unknown[] = [];
    const servers = await Promise.all(
      [0, 1].map(async () => await startMongoServer({ dataFolder: await temporaryFolder() })),
    );
    const clients = await Promise.all(servers.map(({ url }) => MongoClient.connect(url)));
    for (const client of clients) {
      await client.db('d').collection('c').insertOne({ n: 0 });
      const stream = client.db('d').collection('c').watch([], { maxAwaitTimeMS: 200 });
      await stream.tryNext();
      tokens.push(stream.resumeToken);
      await stream.close();
    }
    const c = clients[0]!.db('d').collection('c');
    const open = async (token: unknown): Promise<unknown> => {
      const stream = c.watch([], { resumeAfter: token, maxAwaitTimeMS: 200 });
      try {
        await stream.tryNext();
        return 'open';
      } catch (error) {
        return (error as MongoServerError).code;
      } finally {
        await stream.close();
      }
    };
    expect(await open(tokens[0])).toBe('open');
    expect(await open(tokens[1])).toBe(286);
    await c.insertMany(Array.from({ length: 12_000 }, (_unused, n) => ({ n })));
    expect(await open(tokens[0])).toBe(286);
    for (const client of clients) await client.close();
    for (const server of servers) await server.close();
  });

  it('a folder in use is refused', async () => {
    const dataFolder = await temporaryFolder();
    const server = await startMongoServer({ dataFolder });
    await expect(startMongoServer({ dataFolder })).rejects.toThrow(/in use/);
    await server.close();
    const next = await startMongoServer({ dataFolder });
    await next.close();
  });
});
