import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from '@polyphony/platform/logging';
import { createOrm } from '@polyphony/platform/postgres';
import { DatabaseConnectionEntity } from './connections/database-connection.entity.ts';
import type { SqlSettings } from './environment.ts';
import { SqlKnowledgeEntryEntity } from './knowledge/sql-knowledge-entry.entity.ts';
import { sqlMigrations } from './migrations/index.ts';
import { QueryRunEntity } from './queries/query-run.entity.ts';
import { DatabaseSchemaEntity } from './schemas/database-schema.entity.ts';

/** Connects to this subgraph's tables, bringing them up to date. */
export function createSqlOrm(postgresUrl: string, log: Logger, settings: SqlSettings): Promise<MikroORM> {
  return createOrm({
    url: postgresUrl,
    schema: 'sql',
    entities: [DatabaseConnectionEntity, DatabaseSchemaEntity, SqlKnowledgeEntryEntity, QueryRunEntity],
    migrations: sqlMigrations,
    log,
    poolSize: settings.postgresPoolSize,
  });
}
