import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serialize } from 'bson';
import { MongoClient, type Document } from 'mongodb';
import { connectRaw, messageOf } from './conformance/raw-connection.ts';
import { startMongoServer, type MongoServer } from './index.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

let server: MongoServer;
let client: MongoClient;

beforeAll(async () => {
  server = await startMongoServer({ dataFolder: await temporaryFolder() });
  client = await MongoClient.connect(server.url);
});

afterAll(async () => {
  await client.close();
  await server.close();
});

/** A message with another value in its header or body. */
function altered(change: (message: Buffer) => void): Buffer {
  const message = messageOf({ ping: 1, $db: 'admin' });
  change(message);
  return message;
}

describe('malformed messages', () => {
  it.each<[string, Buffer]>([
    ['a length of zero', altered(message => message.writeInt32LE(0, 0))],
    ['a negative length', altered(message => message.writeInt32LE(-5, 0))],
    ['a length beyond 48 MB', altered(message => message.writeInt32LE(48_000_001, 0))],
    ['an unknown operation', altered(message => message.writeInt32LE(2004 + 500, 12))],
    ['unknown required flags', altered(message => message.writeUInt32LE(4, 16))],
    ['an unknown section', altered(message => (message[20] = 9))],
    ['a body longer than the message', altered(message => message.writeInt32LE(10_000, 21))],
    ['a body shorter than it says', altered(message => message.writeInt32LE(6, 21))],
    ['a body that is no BSON', altered(message => message.fill(0xff, 25))],
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ])('with %s close their connection only', async (_name, bytes) => {
    const [bad, good] = await Promise.all([connectRaw(server.url), connectRaw(server.url)]);
    bad.socket.write(bytes);
    expect(await bad.closedByServer()).toBe(true);
    expect(await good.command({ ping: 1, $db: 'admin' })).toMatchObject({ ok: 1 });
    good.close();
  });

  it('of random bytes never end the server', async () => {
    for (let round = 0; round < 100; round++) {
      const connection = await connectRaw(server.url);
      const message = messageOf({ insert: 'c', documents: [{ a: round }], $db: 'd' });
      for (let flips = 0; flips < 3; flips++)
        message[16 + Math.floor(Math.random() * (message.length - 16))] = Math.floor(Math.random() * 256);
      connection.socket.end(message);
      await connection.closedByServer();
    }
    expect(await client.db('d').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});

describe('strange commands', () => {
  const deep = (levels: number): Document => (levels === 0 ? {} : { d: deep(levels - 1) });

  it.each<[string, Document]>([
    ['no command', {}],
    ['a collection name that is none', { find: 5 }],
    ['a filter that is none', { find: 'c', filter: 'x' }],
    ['a negative batch size', { find: 'c', batchSize: -1 }],
    ['an empty insert', { insert: 'c', documents: [] }],
    ['documents that are none', { insert: 'c', documents: [5] }],
    ['updates that are none', { update: 'c', updates: 'x' }],
    ['an update without an update', { update: 'c', updates: [{ q: {} }] }],
    ['a bad limit of delete', { delete: 'c', deletes: [{ q: {}, limit: 7 }] }],
    ['a pipeline that is none', { aggregate: 'c', pipeline: 5, cursor: {} }],
    ['an unknown cursor', { getMore: 5n, collection: 'c' }],
    ['a wrong index', { createIndexes: 'c', indexes: [{ key: { a: 'wrong' }, name: 'x' }] }],
    ['a deep filter', { find: 'c', filter: { $where: 'while(true){}' } }],
    ['an explain of nothing', { explain: 5 }],
    ['a session that is none', { find: 'c', lsid: { id: 5 } }],
    ['a commit without a transaction', { commitTransaction: 1, lsid: { id: 5 } }],
  ])('with %s get an error with a code', async (_name, command) => {
    const connection = await connectRaw(server.url);
    const reply = await connection.command({ ...command, $db: 'd' });
    connection.close();
    const errors = (reply['writeErrors'] as Document[] | undefined) ?? [reply];
    expect(errors[0]).toMatchObject({ code: expect.any(Number), errmsg: expect.any(String) });
    expect(errors[0]!['code']).not.toBe(1);
  });

  it('that nest very deep are answered', async () => {
    const connection = await connectRaw(server.url);
    const reply = await connection.command({ insert: 'deep', documents: [deep(150)], $db: 'd' });
    expect(reply).toMatchObject({ ok: 1, n: 1 });
    connection.close();
  });

  it('with fields called __proto__ change no prototypes', async () => {
    const connection = await connectRaw(server.url);
    const inner = serialize({ polluted: true });
    const name = Buffer.from('\u0003__proto__\0', 'latin1');
    const document = Buffer.concat([Buffer.alloc(4), name, inner, Buffer.from([0])]);
    document.writeInt32LE(document.length, 0);
    await connection.command({ insert: 'p', documents: [{ a: 1 }], $db: 'd' });
    connection.close();
    await client
      .db('d')
      .collection('p')
      .updateOne({}, { $set: { 'x.__proto__.polluted': true } })
      .catch(() => undefined);
    expect(({} as Document)['polluted']).toBeUndefined();
  });
});

describe('limits', () => {
  it('bound the open cursors of one connection', async () => {
    const c = client.db('d').collection('many');
    await c.insertMany([{ n: 1 }, { n: 2 }]);
    const connection = await connectRaw(server.url);
    let refused: Document | undefined;
    for (let count = 0; count < 1100 && !refused; count++) {
      const reply = await connection.command({ find: 'many', batchSize: 1, $db: 'd' });
      if (reply['ok'] === 0) refused = reply;
    }
    connection.close();
    expect(refused).toMatchObject({ code: 96 });
    expect(await c.countDocuments()).toBe(2);
  });

  it('stop a query at its time limit', async () => {
    const c = client.db('d').collection('slow');
    await c.insertMany(Array.from({ length: 20_000 }, (_unused, n) => ({ n, text: 'x'.repeat(50) })));
    const slow = { $expr: { $gt: [{ $strLenCP: { $concat: ['$text', '$text'] } }, 1000] } };
    await expect(c.find(slow, { maxTimeMS: 5 }).toArray()).rejects.toMatchObject({ code: 50 });
  });

  it('listen on the loopback address only', async () => {
    expect(server.url).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\//);
  });
});
