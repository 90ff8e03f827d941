import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { startMongoServer } from '../mongo/index.ts';

/**
 * A fresh, empty database for one test file: on the server that MONGODB_TEST_URL names, else on an embedded one of its own.
 * `close` drops it.
 */
export async function startTestMongo(): Promise<MongoConnection> {
  const databaseName = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const given = process.env['MONGODB_TEST_URL'];
  if (given !== undefined && given !== '') {
    const connection = await connectMongo({ url: given, databaseName });
    return {
      ...connection,
      async close() {
        await connection.db.dropDatabase();
        await connection.close();
      },
    };
  }
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'polyphony-mongo-'));
  const server = await startMongoServer({ dataFolder });
  const connection = await connectMongo({ url: server.url, databaseName });
  return {
    ...connection,
    async close() {
      await connection.close();
      await server.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
