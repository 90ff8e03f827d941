import { Timestamp, type Document } from 'bson';
import { readDocument, writeDocument } from '../values/bson-codec.ts';
import { idOf, type Collection } from './collection.ts';
import { describeUpdate } from '../change-streams/update-description.ts';
import type { ChangeDetails, ChangeKind, ChangeRecord } from '../change-streams/change-record.ts';
import type { ChangeHistory } from '../change-streams/change-history.ts';
import type { IndexKeys } from '../indexes/index-keys.ts';
import type { Journal } from '../storage/journal.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { StoredRecord } from './stored-record.ts';

/**
 * Every committed change passes here: it is applied to the collection, handed to the journal and added to the history that
 * change streams read, all under one commit number.
 */
export class CommitLog {
  readonly #journal: Journal;
  readonly #history: ChangeHistory;
  /** The number of the newest commit. */
  #commit = 0;
  #time: Timestamp;
  /** Whether a transaction is running, so that older versions must be kept. */
  keepsHistory = false;
  readonly #changedCollections = new Set<Collection>();

  constructor(journal: Journal, history: ChangeHistory) {
    this.#journal = journal;
    this.#history = history;
    this.#time = history.newestTime ?? new Timestamp({ t: Math.floor(Date.now() / 1000), i: 0 });
  }

  /** The number of the newest commit, which a transaction starting now sees. */
  get current(): number {
    return this.#commit;
  }

  /** The cluster time of the newest commit. */
  get time(): Timestamp {
    return this.#time;
  }

  insert(collection: Collection, idKey: string, bson: Uint8Array, keys: readonly IndexKeys[]): void {
    this.#begin();
    const record = this.#applyInsert(collection, idKey, bson, keys);
    this.#journal.append({ kind: 'putDocument', collection: collection.id, record: record.record, bson });
    this.#record('insert', collection, null, bson, null);
  }

  replace(
    collection: Collection,
    record: StoredRecord,
    bson: Uint8Array,
    keys: readonly IndexKeys[],
    kind: 'update' | 'replace',
  ): void {
    this.#begin();
    this.#applyReplace(collection, record, bson, keys, kind, null);
  }

  remove(collection: Collection, record: StoredRecord): void {
    this.#begin();
    this.#applyRemove(collection, record);
  }

  /** Applies all writes of a transaction as one commit. */
  commitTransaction(transaction: Transaction): void {
    this.#begin();
    const origin: ChangeDetails = { lsid: transaction.lsid, txnNumber: transaction.number };
    for (const [collection, writes] of transaction.writes) {
      if (collection.dropped) continue;
      for (const { idKey, record, bson, kind } of writes.values()) {
        if (bson === null) {
          if (record) this.#applyRemove(collection, record, origin);
        } else if (record) {
          this.#applyReplace(
            collection,
            record,
            bson,
            collection.keysOf(bson),
            kind === 'update' ? 'update' : 'replace',
            origin,
          );
        } else {
          const inserted = this.#applyInsert(collection, idKey, bson, collection.keysOf(bson));
          this.#journal.append({ kind: 'putDocument', collection: collection.id, record: inserted.record, bson });
          this.#record('insert', collection, null, bson, origin);
        }
      }
    }
  }

  /** Adds a change of the catalog, such as a dropped collection, to the history. */
  recordCatalogChange(
    kind: ChangeKind,
    database: string,
    collection: string | undefined,
    details: ChangeDetails | null = null,
  ): void {
    this.#begin();
    this.#append({ kind, database, collection, id: null, document: null, details });
  }

  /** Forgets older versions; called when the last transaction has ended. */
  forgetHistory(): void {
    for (const collection of this.#changedCollections) collection.forgetHistory();
    this.#changedCollections.clear();
  }

  #begin(): void {
    this.#commit++;
    const seconds = Math.floor(Date.now() / 1000);
    this.#time =
      seconds > this.#time.t
        ? new Timestamp({ t: seconds, i: 1 })
        : new Timestamp({ t: this.#time.t, i: this.#time.i + 1 });
  }

  #applyInsert(collection: Collection, idKey: string, bson: Uint8Array, keys: readonly IndexKeys[]): StoredRecord {
    if (this.keepsHistory) this.#changedCollections.add(collection);
    return collection.insert(idKey, bson, keys, this.#commit, this.keepsHistory);
  }

  #applyReplace(
    collection: Collection,
    record: StoredRecord,
    bson: Uint8Array,
    keys: readonly IndexKeys[],
    kind: 'update' | 'replace',
    details: ChangeDetails | null,
  ): void {
    if (this.keepsHistory) this.#changedCollections.add(collection);
    const more: ChangeDetails = { ...details };
    if (kind === 'update' || collection.options.recordsImages) {
      const before = readDocument(record.bson);
      const after = readDocument(bson);
      if (kind === 'update') more.updateDescription = describeUpdate(before, after);
      if (collection.options.recordsImages) Object.assign(more, { before, after });
    }
    collection.replace(record, bson, keys, this.#commit, this.keepsHistory);
    this.#journal.append({ kind: 'putDocument', collection: collection.id, record: record.record, bson });
    const id = kind === 'update' ? writeDocument({ _id: idOf(bson) }) : null;
    this.#record(kind, collection, id, kind === 'replace' ? bson : null, Object.keys(more).length > 0 ? more : null);
  }

  #applyRemove(collection: Collection, record: StoredRecord, details: ChangeDetails | null = null): void {
    if (this.keepsHistory) this.#changedCollections.add(collection);
    const id: Document = { _id: idOf(record.bson) };
    const before = collection.options.recordsImages ? { before: readDocument(record.bson) } : undefined;
    collection.remove(record, this.#commit, this.keepsHistory);
    this.#journal.append({ kind: 'deleteDocument', collection: collection.id, record: record.record });
    this.#record('delete', collection, writeDocument(id), null, details || before ? { ...details, ...before } : null);
  }

  #record(
    kind: ChangeKind,
    collection: Collection,
    id: Uint8Array | null,
    document: Uint8Array | null,
    details: ChangeDetails | null,
  ): void {
    this.#append({ kind, database: collection.database, collection: collection.name, id, document, details });
  }

  #append(change: Omit<ChangeRecord, 'sequence' | 'time'>): void {
    this.#history.append({ ...change, sequence: this.#history.nextSequence(), time: this.#time });
  }
}
