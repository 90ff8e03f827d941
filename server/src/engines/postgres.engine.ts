import path from 'node:path';
import type { Engine, EngineOptions } from './engine.ts';

export interface PostgresEngine extends Engine {
  readonly url: string;
}

/** PostgreSQL where POSTGRES_URL says, else embedded. */
export async function openPostgres({ url, dataFolder, log }: EngineOptions): Promise<PostgresEngine> {
  if (url !== undefined)
    return { url, name: 'PostgreSQL', description: 'POSTGRES_URL', close: () => Promise.resolve() };
  const { startPostgres } = await import('@polyphony/embedded/postgres');
  const server = await startPostgres({
    dataFolder: path.join(dataFolder, 'postgres'),
    log: message => log.info(message),
  });
  return { url: server.url, name: 'PostgreSQL', description: 'embedded PostgreSQL 18', close: () => server.close() };
}
