import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTemporaryPostgres } from '@polyphony/embedded/postgres';
import { startTestMongo } from '@polyphony/embedded/testing';
import type { ChatModel } from '@polyphony/inference/chat';
import type { EmbeddingModel } from '@polyphony/inference/embeddings';
import { silentLogger } from '@polyphony/platform/logging';
import type { MongoConnection } from '@polyphony/platform/mongo';
import { createShutdown } from '@polyphony/platform/shutdown';
import { createEngines } from '../engines/index.ts';
import { readServerEnvironment } from '../environment/index.ts';
import { assembleGraph } from '../processes/assemble-graph.ts';

export interface BootedGraph {
  readonly url: string;
  /** To look into the store beside the graph. */
  readonly mongo: MongoConnection;
  close(): Promise<void>;
}

export interface BootOptions {
  chatModel: ChatModel;
  embeddingModel: EmbeddingModel;
  environment?: Record<string, string>;
}

/** Boots the whole graph in this process, for a test: empty stores, a free port, the models that the test brings. */
export async function bootGraph({ chatModel, embeddingModel, environment = {} }: BootOptions): Promise<BootedGraph> {
  const shutdown = createShutdown(silentLogger);
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'polyphony-graph-'));
  shutdown.onShutdown('data folder', () => rm(dataFolder, { recursive: true, force: true }));
  const [mongo, postgres] = await Promise.all([startTestMongo(), startTemporaryPostgres()]);
  shutdown.onShutdown('stores', async () => {
    await Promise.all([mongo.close(), postgres.close()]);
  });
  const settings = readServerEnvironment({
    RATE_LIMIT_PER_MINUTE: '0',
    RATE_LIMIT_PER_MINUTE_AND_ADDRESS: '0',
    FAILED_AUTHENTICATIONS_PER_MINUTE: '0',
    WARM_UP_OPERATIONS: '0',
    POSTGRES_URL: postgres.url,
    ...environment,
  });
  const base = { log: silentLogger, shutdown, dataFolder };
  const engines = createEngines({ ...base, environment: settings, embed: true });
  const gateway = await assembleGraph({
    ...base,
    onFirstAdmin: () => {},
    environment: settings,
    // The test's own connection, so that it sees every command.
    engines: {
      ...engines,
      mongo: async () => ({ connection: mongo, name: 'MongoDB', description: 'test', close: async () => {} }),
    },
    models: async () => ({
      chat: chatModel,
      embeddings: embeddingModel,
      describe: () => chatModel.modelId,
      warm: async () => {},
      close: async () => {},
    }),
  });
  const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return { url, mongo, close: () => shutdown.run('the test is over') };
}
