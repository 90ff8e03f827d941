import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import type { Logger } from '../logging/index.ts';

/** A forward-only change of collections and indexes. Must be safe to run again, should a process die in its middle. */
export interface MongoMigration {
  /** Sorts by time: `2026-11-22-conversations`. */
  readonly name: string;
  up(db: Db): Promise<void>;
}

interface MigrationDocument {
  _id: string;
  applied_at: Date;
}

const lockSeconds = 60;

/** Applies the migrations that were not applied yet, in order; many processes may call it at once. `scope` names the subgraph. */
export async function migrateMongo(
  db: Db,
  scope: string,
  migrations: readonly MongoMigration[],
  log: Logger,
): Promise<void> {
  const applied = db.collection<MigrationDocument>('migrations');
  const idOf = (migration: MongoMigration) => `${scope}/${migration.name}`;
  const pending = async () => {
    const done = await applied.find({ _id: { $in: migrations.map(idOf) } }).toArray();
    const names = new Set(done.map(document => document._id));
    return migrations.filter(migration => !names.has(idOf(migration)));
  };
  if ((await pending()).length === 0) return;
  await underLock(db, scope, async () => {
    for (const migration of await pending()) {
      await migration.up(db);
      // An upsert: if this took longer than the lock lasts, another process has done it too.
      await applied.updateOne({ _id: idOf(migration) }, { $set: { applied_at: new Date() } }, { upsert: true });
      log.info({ migration: idOf(migration) }, 'Migration applied');
    }
  });
}

/** One process at a time; the lock of a process that died lapses. */
async function underLock(db: Db, scope: string, work: () => Promise<void>): Promise<void> {
  const locks = db.collection<{ _id: string; holder: string; held_until: Date }>('migration_locks');
  const holder = randomUUID();
  const deadline = Date.now() + 2 * lockSeconds * 1000;
  for (;;) {
    const now = new Date();
    const held = { $set: { holder, held_until: new Date(now.getTime() + lockSeconds * 1000) } };
    try {
      await locks.updateOne({ _id: scope, held_until: { $lt: now } }, held, { upsert: true });
      break;
    } catch (error) {
      // The upsert of a lock that somebody holds collides with it on _id.
      if ((error as { code?: number }).code !== 11000) throw error;
      if (Date.now() > deadline)
        throw new Error(`Another process holds the migration lock of ${scope} for too long.`, { cause: error });
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
  try {
    await work();
  } finally {
    await locks.deleteOne({ _id: scope, holder });
  }
}
