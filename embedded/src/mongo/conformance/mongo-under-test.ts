import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, it } from '@jest/globals';
import { MongoClient, type Collection, type Db, type Document } from 'mongodb';
import { startMongoServer } from '../index.ts';

/**
 * The conformance suite runs against the embedded engine, or against any other MongoDB whose URL is in MONGODB_TEST_URL. What
 * another implementation is known to lack is left out for it, with the reason printed.
 */
const url = process.env['MONGODB_TEST_URL'];

/** Implementations are told apart by what `buildInfo` says. */
export type Implementation = 'embedded' | 'secantus' | 'mongodb';

/** Known gaps of other implementations, by the name the tests use. Found with SecantusDB 0.7.0b3. */
const lacking: Record<Implementation, Record<string, string>> = {
  embedded: {},
  mongodb: {
    'ttl within seconds': 'the TTL monitor of mongod runs once a minute',
    'development engine': 'this describes the embedded engine only',
  },
  secantus: {
    'array ids refused': 'an array is accepted as _id, which MongoDB refuses',
    'empty counts': '$count over no documents gives a count of 0, MongoDB gives no document',
    'indexes after $out': '$out drops the indexes of the collection it replaces',
    'checks of pipelines over nothing': 'operators are only checked when there is a document',
    'indexes for $or': '$or is not served by indexes',
    'order from indexes': 'the order of a compound index is not used for sorting',
    'post-images': 'change streams give no post-images',
    'old transaction numbers refused': 'a write under an old transaction number is carried out again',
    'repeats at once': 'a retryable write that is repeated while it is under way is carried out twice',
    'index answers': 'an anchored pattern on an indexed field finds nothing when the field also holds arrays',
    'field order of $set': 'new fields are added in the order given, MongoDB adds them in the order of their names',
    'text search': 'text indexes are not supported',
    'capped by count': 'the option max of capped collections is not applied',
    'ttl within seconds': 'the TTL monitor runs once a minute',
    'development engine': 'this describes the embedded engine only',
  },
};

export interface MongoUnderTest {
  readonly client: MongoClient;
  readonly database: Db;
  /** The server's URL. */
  readonly url: string;
  /** A collection of its own for one test. */
  collection<Schema extends Document = Document>(): Collection<Schema>;
  /** Another client of the same server, closed after the tests. */
  connect(options?: Record<string, unknown>): Promise<MongoClient>;
}

let counter = 0;

/** Sets up a server and a database for the tests of a file. Use its fields within tests only. */
export function useMongo(): MongoUnderTest {
  const closers: (() => Promise<unknown>)[] = [];
  let client: MongoClient;
  let database: Db;
  let address: string;

  beforeAll(async () => {
    address = url ?? (await startEmbedded(closers));
    client = await MongoClient.connect(address);
    database = client.db(`conformance_${process.pid}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`);
  });

  afterAll(async () => {
    await database?.dropDatabase();
    await client?.close();
    for (const close of closers.toReversed()) await close();
  });

  return {
    get client() {
      return client;
    },
    get url() {
      return address;
    },
    get database() {
      return database;
    },
    collection: <Schema extends Document>() => database.collection<Schema>(`c${++counter}`),
    connect: async (options = {}) => {
      const other = await MongoClient.connect(address, options);
      closers.push(() => other.close());
      return other;
    },
  };
}

async function startEmbedded(closers: (() => Promise<unknown>)[]): Promise<string> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'polyphony-mongo-'));
  closers.push(() => rm(dataFolder, { recursive: true, force: true }));
  const server = await startMongoServer({ dataFolder });
  closers.push(() => server.close());
  return server.url;
}

const implementation = await detectImplementation();

async function detectImplementation(): Promise<Implementation> {
  if (!url) return 'embedded';
  const client = await MongoClient.connect(url);
  try {
    const info = await client.db('admin').command({ buildInfo: 1 });
    if (Array.isArray(info['modules']) && info['modules'].includes('polyphony-embedded')) return 'embedded';
    return 'secantusVersion' in info ? 'secantus' : 'mongodb';
  } finally {
    await client.close();
  }
}

/** A test of a behaviour some implementations lack: there it is left out, and the reason printed. */
export function itNeeds(feature: string, name: string, test: () => Promise<void>): void {
  const reason = lacking[implementation][feature];
  if (reason === undefined) it(name, test);
  else console.info(`Left out for ${implementation}: ${name} (${reason})`);
}
