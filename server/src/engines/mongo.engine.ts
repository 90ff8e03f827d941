import path from 'node:path';
import { connectMongo, type MongoConnection } from '@polyphony/platform/mongo';
import type { Engine, EngineOptions } from './engine.ts';

export interface MongoEngine extends Engine {
  readonly connection: MongoConnection;
}

/** MongoDB where MONGODB_URL says, else embedded. */
export async function openMongo({ url, dataFolder, log }: EngineOptions): Promise<MongoEngine> {
  const server = url === undefined ? await startEmbedded(path.join(dataFolder, 'mongo'), log) : undefined;
  const connection = await connectMongo({ url: server?.url ?? url ?? '', appName: 'polyphony' });
  return {
    connection,
    name: 'MongoDB',
    description: server === undefined ? 'MONGODB_URL' : 'embedded development engine (MongoDB protocol)',
    async close() {
      await connection.close();
      await server?.close();
    },
  };
}

async function startEmbedded(dataFolder: string, log: EngineOptions['log']) {
  const { startMongoServer } = await import('@polyphony/embedded/mongo');
  return startMongoServer({ dataFolder, log: message => log.info(message), thread: true });
}
