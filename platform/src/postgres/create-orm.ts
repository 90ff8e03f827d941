import type { AnyEntity, Constructor, EntityClass, EntitySchema } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator, type Migration } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { Logger } from '../logging/index.ts';
import { PinoOrmLogger } from './orm.logger.ts';
import { runMigrations } from './run-migrations.ts';

export interface OrmOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** PostgreSQL schema that holds everything of one subgraph, its table of applied migrations included: `sql`, `media`, `ops`. */
  schema: string;
  entities: (EntityClass<AnyEntity> | EntitySchema)[];
  /** Forward-only, in the order in which they are applied; the class name is what is remembered, so it never changes. */
  migrations: Constructor<Migration>[];
  log: Logger;
  /** Largest number of connections of this process for this schema; 10 by default. */
  poolSize?: number;
}

/**
 * Connects a subgraph's entities (legacy decorators) to its schema and brings the schema up to date. Unqualified names in raw
 * SQL and in migrations mean the subgraph's schema, then `public`. Fork `orm.em` per request, and `orm.close()` at the end.
 */
export async function createOrm(options: OrmOptions): Promise<MikroORM> {
  const { url, schema, entities, migrations, log, poolSize = 10 } = options;
  requireDistinctNames(migrations);
  const orm = await MikroORM.init({
    clientUrl: url,
    schema,
    entities,
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    metadataCache: { enabled: false },
    ensureDatabase: false,
    forceUtcTimezone: true,
    colors: false,
    debug: false,
    loggerFactory: () => new PinoOrmLogger(log),
    pool: { min: 0, max: poolSize },
    driverOptions: {
      application_name: `polyphony ${schema}`,
      connectionTimeoutMillis: 10_000,
      onPoolCreated: (pool: pg.Pool) => {
        const searchPath = `SET search_path TO ${pg.escapeIdentifier(schema)}, public`;
        // Queued before any query of whoever waits for the connection; that query reports if the connection is broken.
        pool.on('connect', client => void client.query(searchPath).catch(() => {}));
      },
    },
    migrations: {
      tableName: `${schema}.migrations`,
      migrationsList: migrations,
      snapshot: false,
      silent: true,
    },
  });
  try {
    await orm.connect();
    await runMigrations(orm, { url, schema, log });
    return orm;
  } catch (error) {
    await orm.close();
    throw error;
  }
}

function requireDistinctNames(migrations: Constructor<Migration>[]): void {
  const names = new Set<string>();
  for (const { name } of migrations) {
    if (name === '' || names.has(name)) throw new Error(`Two migrations are named "${name}".`);
    names.add(name);
  }
}
