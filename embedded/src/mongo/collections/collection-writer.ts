import { MongoError, writeConflict } from '../errors/mongo-error.ts';
import { maximumDocumentBytes, readDocument, writeDocument } from '../values/bson-codec.ts';
import { BlockedByTransaction, type Transaction } from '../transactions/transaction.ts';
import { duplicateKey } from './duplicate-key.ts';
import { idOf, type Claim, type Collection } from './collection.ts';
import type { CommitLog } from './commit-log.ts';
import type { IndexKeys } from '../indexes/index-keys.ts';
import type { StoredRecord } from './stored-record.ts';
import type { Document } from 'bson';

/** A document as a statement has read it: the committed version, or the transaction's own. */
export interface ReadDocument {
  readonly idKey: string;
  readonly bson: Uint8Array;
  /** The committed record; undefined for a document that only the transaction has. */
  readonly record: StoredRecord | undefined;
}

/**
 * Writes single documents: checks size, validator, unique keys and conflicts with transactions, then either applies the write
 * and hands it to the commit log, or adds it to the transaction.
 */
export class CollectionWriter {
  readonly #collection: Collection;
  readonly #commits: CommitLog;
  readonly #transaction: Transaction | undefined;

  constructor(collection: Collection, commits: CommitLog, transaction: Transaction | undefined) {
    this.#collection = collection;
    this.#commits = commits;
    this.#transaction = transaction;
  }

  /** Inserts a document that has an `_id`. */
  insert(bson: Uint8Array, skipsValidation: boolean): void {
    const collection = this.#collection;
    collection.assertExists();
    this.#check(bson, undefined, skipsValidation);
    const idKey = collection.idKeyOf(idOf(bson));
    const transaction = this.#transaction;
    this.#assertUnclaimed(documentClaim(idKey));
    const pending = transaction?.writesTo(collection).get(idKey);
    const existing = collection.records.get(idKey);
    if (pending ? pending.bson !== null : existing !== undefined) {
      if (!pending && transaction && existing!.commit > transaction.snapshot) throw writeConflict();
      throw duplicateKey(collection.namespace, collection.indexes.get('_id_')!.definition, bson);
    }
    if (transaction && !pending) this.#assertNotDeletedSince(idKey, transaction);
    const keys = collection.keysOf(bson);
    this.#assertUnique(idKey, bson, keys);
    if (transaction) {
      this.#claim(idKey, keys);
      transaction.write(collection, { idKey, record: existing, bson, kind: existing ? 'replace' : 'insert' });
    } else this.#commits.insert(collection, idKey, bson, keys);
    this.#trimCapped();
  }

  /** Replaces a document that was read before by its new version. */
  replace(read: ReadDocument, bson: Uint8Array, kind: 'update' | 'replace', skipsValidation: boolean): void {
    const collection = this.#collection;
    collection.assertExists();
    this.#check(bson, read.bson, skipsValidation);
    this.assertWritable(read);
    const keys = collection.keysOf(bson);
    this.#assertUnique(read.idKey, bson, keys);
    const transaction = this.#transaction;
    if (transaction) {
      this.#claim(read.idKey, keys);
      const before = transaction.writesTo(collection).get(read.idKey);
      transaction.write(collection, {
        idKey: read.idKey,
        record: read.record,
        bson,
        kind: before?.kind === 'replace' ? 'replace' : kind,
      });
    } else this.#commits.replace(collection, read.record!, bson, keys, kind);
  }

  /** Deletes a document that was read before. */
  remove(read: ReadDocument): void {
    const collection = this.#collection;
    collection.assertExists();
    this.assertWritable(read);
    const transaction = this.#transaction;
    if (!transaction) {
      this.#commits.remove(collection, read.record!);
      return;
    }
    this.#claim(read.idKey, []);
    transaction.write(collection, { idKey: read.idKey, record: read.record, bson: null, kind: 'delete' });
  }

  /** Throws when a document may not be written now: held by another transaction, or changed since the own one began. */
  assertWritable(read: ReadDocument): void {
    this.#assertUnclaimed(documentClaim(read.idKey));
    const { record } = read;
    if (this.#transaction && record && record.commit > this.#transaction.snapshot) throw writeConflict();
  }

  #check(bson: Uint8Array, previous: Uint8Array | undefined, skipsValidation: boolean): void {
    if (bson.byteLength > maximumDocumentBytes) {
      throw new MongoError(
        'BSONObjectTooLarge',
        `BSONObj size: ${bson.byteLength} is invalid. Size must be between 0 and ${maximumDocumentBytes}`,
      );
    }
    const { validate } = this.#collection.options;
    if (!validate || skipsValidation) return;
    const info = validate(readDocument(bson), previous ? readDocument(previous) : undefined);
    if (info) throw new MongoError('DocumentValidationFailure', 'Document failed validation', { info });
  }

  #assertUnclaimed(key: string): void {
    const claim = this.#foreignClaim(key);
    if (!claim) return;
    if (this.#transaction) throw writeConflict();
    throw new BlockedByTransaction(claim.transaction);
  }

  #foreignClaim(key: string): Claim | undefined {
    if (this.#collection.claims.size === 0) return undefined;
    const claim = this.#collection.claims.get(key);
    return claim && claim.transaction !== this.#transaction ? claim : undefined;
  }

  /** A document someone else deleted after the transaction began may not be inserted anew by it. */
  #assertNotDeletedSince(idKey: string, transaction: Transaction): void {
    for (const record of this.#collection.changed) {
      if (record.idKey === idKey && record.commit > transaction.snapshot) throw writeConflict();
    }
  }

  #assertUnique(idKey: string, bson: Uint8Array, keys: readonly IndexKeys[]): void {
    const collection = this.#collection;
    let position = 0;
    for (const index of collection.indexes.values()) {
      const ofIndex = keys[position++]!;
      const { definition } = index;
      if (!definition.unique) continue;
      for (const key of ofIndex.keys) {
        this.#assertUnclaimed(uniqueClaim(definition.name, key));
        const other = index.entries.find(
          key,
          record => record.idKey !== idKey && !this.#transaction?.writesTo(collection).has(record.idKey),
        );
        if (other) {
          this.#assertUnclaimed(documentClaim(other.idKey));
          if (this.#transaction && other.commit > this.#transaction.snapshot) throw writeConflict();
          throw duplicateKey(collection.namespace, definition, bson);
        }
        const own = collection.claims.get(uniqueClaim(definition.name, key));
        if (own && own.idKey !== idKey && this.#stillHolds(own, definition.name, key))
          throw duplicateKey(collection.namespace, definition, bson);
      }
    }
  }

  /** Whether the own transaction's other document still has the key it once claimed. */
  #stillHolds(claim: Claim, indexName: string, key: string): boolean {
    const write = claim.transaction.writesTo(this.#collection).get(claim.idKey);
    if (!write?.bson) return false;
    return this.#collection.indexes.get(indexName)!.keysOf(readDocument(write.bson)).keys.includes(key);
  }

  #claim(idKey: string, keys: readonly IndexKeys[]): void {
    const transaction = this.#transaction!;
    const collection = this.#collection;
    transaction.claim(collection, documentClaim(idKey), idKey);
    let position = 0;
    for (const { definition } of collection.indexes.values()) {
      const ofIndex = keys[position++];
      if (!definition.unique || !ofIndex) continue;
      for (const key of ofIndex.keys) transaction.claim(collection, uniqueClaim(definition.name, key), idKey);
    }
  }

  /** Removes the oldest documents of a capped collection that has outgrown its limits. */
  #trimCapped(): void {
    const { capped } = this.#collection.options;
    if (!capped || this.#transaction) return;
    const { records } = this.#collection;
    while (records.size > capped.documents || (this.#collection.dataSize > capped.bytes && records.size > 1)) {
      this.#commits.remove(this.#collection, records.values().next().value!);
    }
  }
}

function documentClaim(idKey: string): string {
  return `_id_\0${idKey}`;
}

function uniqueClaim(indexName: string, key: string): string {
  return `${indexName}\0${key}`;
}

/** The document with a new `_id` first when it has none. */
export function withId(document: Document, createId: () => unknown): Document {
  return '_id' in document ? document : { _id: createId(), ...document };
}

/** A document as BSON with its `_id` in first place. */
export function writeStoredDocument(document: Document): Uint8Array {
  const { _id, ...rest } = document;
  return writeDocument({ _id, ...rest });
}
