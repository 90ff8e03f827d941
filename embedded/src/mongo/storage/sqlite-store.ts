import { closeSync, fdatasync, fdatasyncSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { randomBytes } from 'node:crypto';
import { readDocument, writeDocument } from '../values/bson-codec.ts';
import { SlabAllocator } from './slab-allocator.ts';
import { changeFromRow, changeToRow, type ChangeRow } from './change-row.ts';
import type { ChangeRecord } from '../change-streams/change-record.ts';
import type { StoreChange, StoredCollection, StoredOutcome } from './store-change.ts';

const schema = `
  create table if not exists meta (name text primary key, value text not null) strict;
  create table if not exists collections (
    id integer primary key, database text not null, name text not null, options blob not null, indexes blob not null) strict;
  create table if not exists changes (
    sequence integer primary key, kind text not null, seconds integer not null, increment integer not null,
    database text not null, collection text, id blob, document blob, details blob) strict;
  create table if not exists outcomes (
    session text primary key, transaction_number integer not null, reply blob, time integer not null) strict;
`;

/**
 * The engine's file: one SQLite database in WAL mode with one table of documents per collection.
 *
 * `synchronous = NORMAL`: a commit is in the operating system's hands, so no kill of the process loses it, and costs 20 µs.
 * FULL would add a flush to the disk (150 µs on a virtual disk, several ms on some laptops) to every commit. As MongoDB does,
 * a write that asks for `j: true` waits for that flush, and all others are flushed at most 100 ms later.
 */
export class SqliteStore {
  /** A random name of this data folder's life, so that resume tokens of another are recognised. */
  readonly identity: string;
  readonly #database: DatabaseSync;
  readonly #logFile: number;
  readonly #putDocument = new Map<number, StatementSync>();
  readonly #deleteDocument = new Map<number, StatementSync>();
  readonly #putCollection: StatementSync;
  readonly #putChange: StatementSync;
  readonly #trimChanges: StatementSync;
  readonly #putOutcome: StatementSync;
  readonly #deleteOutcomes: StatementSync;

  /** Opens or creates the store. Throws when another process has it open. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'mongo.sqlite');
    this.#database = new DatabaseSync(file);
    try {
      this.#database.exec(
        'pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -16000',
      );
      this.#database.exec(schema);
      this.identity = this.#loadIdentity();
    } catch (error) {
      this.#database.close();
      if (/locked|busy/.test((error as Error).message))
        throw new Error(`The data folder ${folder} is in use by another server`, { cause: error });
      throw error;
    }
    this.#logFile = openSync(`${file}-wal`, 'a+');
    this.#putCollection = this.#database.prepare('insert or replace into collections values (?, ?, ?, ?, ?)');
    this.#putChange = this.#database.prepare('insert into changes values (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#trimChanges = this.#database.prepare('delete from changes where sequence <= ?');
    this.#putOutcome = this.#database.prepare('insert or replace into outcomes values (?, ?, ?, ?)');
    this.#deleteOutcomes = this.#database.prepare('delete from outcomes where time < ?');
  }

  collections(): StoredCollection[] {
    const rows = this.#database
      .prepare('select id, database, name, options, indexes from collections order by id')
      .all();
    return rows.map(row => ({
      id: Number(row['id']),
      database: String(row['database']),
      name: String(row['name']),
      options: readDocument(row['options'] as Uint8Array),
      indexes: readDocument(row['indexes'] as Uint8Array)['indexes'] as StoredCollection['indexes'],
    }));
  }

  /** The documents of a collection in the order of their records. */
  *documents(collection: number): Generator<{ record: number; bson: Uint8Array }> {
    const statement = this.#database.prepare(`select record, bson from documents_${collection} order by record`);
    statement.setReturnArrays(true);
    const slabs = new SlabAllocator();
    for (const row of statement.iterate() as unknown as Iterable<[number, Uint8Array]>) {
      yield { record: row[0], bson: slabs.copy(row[1]) };
    }
  }

  /** The retained history of changes, oldest first. */
  changes(): ChangeRecord[] {
    const statement = this.#database.prepare('select * from changes order by sequence');
    return (statement.all() as unknown as ChangeRow[]).map(changeFromRow);
  }

  outcomes(): StoredOutcome[] {
    const rows = this.#database.prepare('select * from outcomes').all();
    return rows.map(row => ({
      sessionKey: String(row['session']),
      transactionNumber: Number(row['transaction_number']),
      reply: row['reply'] as Uint8Array | null,
      time: Number(row['time']),
    }));
  }

  /** Commits all changes together. On an error none of them is stored. */
  commit(changes: readonly StoreChange[]): void {
    this.#database.exec('begin immediate');
    try {
      for (const change of changes) this.#apply(change);
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }

  /** Waits until everything committed is on the disk. */
  flushToDisk(): void {
    fdatasyncSync(this.#logFile);
  }

  /** Starts bringing everything committed to the disk, off the main thread. */
  flushToDiskSoon(done: () => void): void {
    fdatasync(this.#logFile, done);
  }

  close(): void {
    closeSync(this.#logFile);
    this.#database.close();
  }

  #apply(change: StoreChange): void {
    switch (change.kind) {
      case 'putDocument':
        this.#statement(
          this.#putDocument,
          change.collection,
          id => `insert or replace into documents_${id} values (?, ?)`,
        ).run(change.record, change.bson);
        break;
      case 'deleteDocument':
        this.#statement(
          this.#deleteDocument,
          change.collection,
          id => `delete from documents_${id} where record = ?`,
        ).run(change.record);
        break;
      case 'putCollection': {
        const { id, database, name, options, indexes } = change.collection;
        this.#database.exec(
          `create table if not exists documents_${id} (record integer primary key, bson blob not null) strict`,
        );
        this.#putCollection.run(id, database, name, writeDocument(options), writeDocument({ indexes }));
        break;
      }
      case 'dropCollection':
        this.#putDocument.delete(change.collection);
        this.#deleteDocument.delete(change.collection);
        this.#database.exec(
          `drop table documents_${change.collection}; delete from collections where id = ${change.collection}`,
        );
        break;
      case 'putChange':
        this.#putChange.run(...changeToRow(change.change));
        break;
      case 'trimChanges':
        this.#trimChanges.run(change.through);
        break;
      case 'putOutcome': {
        const { sessionKey, transactionNumber, reply, time } = change.outcome;
        this.#putOutcome.run(sessionKey, transactionNumber, reply, time);
        break;
      }
      case 'deleteOutcomes':
        this.#deleteOutcomes.run(change.before);
        break;
    }
  }

  #statement(cache: Map<number, StatementSync>, collection: number, sql: (id: number) => string): StatementSync {
    let statement = cache.get(collection);
    if (!statement) cache.set(collection, (statement = this.#database.prepare(sql(collection))));
    return statement;
  }

  #loadIdentity(): string {
    this.#database.prepare("insert or ignore into meta values ('identity', ?)").run(randomBytes(4).toString('hex'));
    return String(this.#database.prepare("select value from meta where name = 'identity'").get()!['value']);
  }
}
