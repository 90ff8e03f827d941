import type { Logger } from '@polyphony/platform/logging';
import { postgresHealth } from '@polyphony/platform/postgres';
import type { Subgraph } from '@polyphony/platform/subgraph';
import { createSqlContext, type SqlContext } from './context.ts';
import type { SqlSettings } from './environment.ts';
import { buildSqlSchema } from './schema.ts';
import { createSqlOrm } from './sql.orm.ts';

export interface SqlDependencies {
  postgresUrl: string;
  log: Logger;
  settings: SqlSettings;
}

/** Natural-language SQL: connections, their schemas, what was learnt and what was asked. Brings its tables up to date first. */
export async function createSqlSubgraph({
  postgresUrl,
  log,
  settings,
}: SqlDependencies): Promise<Subgraph<SqlContext>> {
  const schema = await buildSqlSchema();
  const orm = await createSqlOrm(postgresUrl, log, settings);
  return {
    name: 'sql',
    schema,
    createContext: request => createSqlContext(orm.em.fork(), request),
    procedures: {},
    healthChecks: [postgresHealth(orm)],
    startWorker: () => Promise.resolve(),
    close: () => orm.close(),
  };
}
