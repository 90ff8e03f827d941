import { DatabaseSync } from 'node:sqlite';
import { getLoadablePath } from 'sqlite-vec';

/**
 * Opens the file with its tables. Vectors live in one vec0 table a dimension, partitioned by collection, under the number of
 * their row in `items`. A small chunk keeps small collections small: vec0 reserves a whole one for a collection's first vector.
 */
export function openVectorTables(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { allowExtension: true });
  database.loadExtension(getLoadablePath());
  database.enableLoadExtension(false);
  // What is committed to the log survives a kill of the process; a power cut may take the last commits, never consistency.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA busy_timeout = 5000;
    PRAGMA cache_size = -65536;
    PRAGMA foreign_keys = ON;
    CREATE TABLE IF NOT EXISTS collections (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE,
      dimension INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS items (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      collection INTEGER NOT NULL REFERENCES collections(number),
      id TEXT NOT NULL,
      text TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (collection, id)
    );
  `);
  return database;
}

/** The vec0 table of a dimension. */
export function vectorTable(dimension: number): string {
  return `vectors_${dimension}`;
}

export function createVectorTable(database: DatabaseSync, dimension: number): void {
  database.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS ${vectorTable(dimension)} USING vec0(
      item INTEGER PRIMARY KEY,
      collection INTEGER PARTITION KEY,
      vector FLOAT[${dimension}] DISTANCE_METRIC=cosine,
      chunk_size=256
    )
  `);
}

/** Runs the steps in one transaction, or none of them. */
export function inTransaction<Answer>(database: DatabaseSync, steps: () => Answer): Answer {
  database.exec('BEGIN IMMEDIATE');
  try {
    const answer = steps();
    database.exec('COMMIT');
    return answer;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
