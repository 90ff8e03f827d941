import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { Logger } from '../logging/index.ts';

/** One lock for all schemas, since what migrations do to the whole database (extensions) must not collide either. */
const lockKey = 7_655_973_002;
const lockTimeoutMilliseconds = 120_000;

export interface MigrationRun {
  url: string;
  schema: string;
  log: Logger;
}

/**
 * Creates the schema and applies the pending migrations in order, all or none of them. Any number of processes may do so at
 * once: one works while the others wait and then find nothing left to do. A process that dies gives the lock back by dying.
 */
export async function runMigrations(orm: MikroORM, { url, schema, log }: MigrationRun): Promise<void> {
  const lock = new pg.Client({ connectionString: url, application_name: `polyphony ${schema} migrations` });
  // The query in flight reports a broken connection; without a listener it would be an uncaught exception besides.
  lock.on('error', () => {});
  await lock.connect();
  try {
    await lock.query(`SET lock_timeout = ${lockTimeoutMilliseconds}`);
    await lock.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`);
    const applied = await orm.migrator.up();
    for (const { name } of applied) log.info({ schema, migration: name }, 'Migration applied');
  } finally {
    await lock.end();
  }
}
