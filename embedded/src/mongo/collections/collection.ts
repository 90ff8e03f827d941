import { MongoError } from '../errors/mongo-error.ts';
import { DocumentIndex } from '../indexes/document-index.ts';
import { idIndexSpecification, parseIndexDefinition } from '../indexes/index-definition.ts';
import { TextIndex } from '../indexes/text-index.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { readDocument } from '../values/bson-codec.ts';
import { readFields } from '../values/document-bytes.ts';
import { duplicateKey } from './duplicate-key.ts';
import { StoredRecord } from './stored-record.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { CollectionOptions } from './collection-options.ts';
import type { IndexKeys } from '../indexes/index-keys.ts';
import type { Document } from 'bson';
import type { StoredCollection } from '../storage/store-change.ts';

const idField: ReadonlySet<string> = new Set(['_id']);

/** The `_id` of a document. */
export function idOf(bson: Uint8Array): unknown {
  return readFields(bson, idField)['_id'];
}

/** A unique key, or a document, that a running transaction has written and no one else may write. */
export interface Claim {
  readonly transaction: Transaction;
  readonly idKey: string;
}

/**
 * The committed documents of a collection and its indexes. It knows nothing of validation, permission to write or durability:
 * `CollectionWriter` decides, this applies.
 */
export class Collection {
  readonly id: number;
  database: string;
  name: string;
  options: CollectionOptions;
  /** By encoded `_id`, in the order of insertion. */
  readonly records = new Map<string, StoredRecord>();
  /** By name. Added and removed by {@link addIndex} and {@link removeIndex} only. */
  readonly indexes = new Map<string, DocumentIndex>();
  readonly textIndexes = new Map<string, TextIndex>();
  /** Records that changed while a transaction was running, which may have to see what they were. */
  readonly changed = new Set<StoredRecord>();
  /** What running transactions hold: `index name \0 key`, with `_id_` for documents. */
  readonly claims = new Map<string, Claim>();
  /** The bytes of all documents. */
  dataSize = 0;
  /** Whether the collection was dropped, so that whoever still refers to it must not write. */
  dropped = false;
  #nextRecord = 1;
  /** The top-level fields the ordered indexes depend on together; null for all, undefined when not yet known. */
  #indexedFields: ReadonlySet<string> | null | undefined;

  constructor(id: number, database: string, name: string, options: CollectionOptions) {
    this.id = id;
    this.database = database;
    this.name = name;
    this.options = options;
    this.indexes.set(
      '_id_',
      new DocumentIndex(parseIndexDefinition(idIndexSpecification, options.specification['collation'])),
    );
  }

  get namespace(): string {
    return `${this.database}.${this.name}`;
  }

  /** What the store keeps of the collection. */
  stored(): StoredCollection {
    const indexes = [...this.indexes.values(), ...this.textIndexes.values()].map(
      index => index.definition.specification,
    );
    return { id: this.id, database: this.database, name: this.name, options: this.options.specification, indexes };
  }

  /** Takes in documents from the store and fills the given indexes, all in one pass over the documents. */
  load(
    documents: Iterable<{ record: number; bson: Uint8Array }>,
    indexes: readonly (DocumentIndex | TextIndex)[],
  ): void {
    for (const index of indexes) this.#register(index);
    const builds = Array.from(this.indexes.values(), index => ({ index, build: index.startBuild() }));
    for (const { record: number, bson } of documents) {
      const document = this.#readIndexed(bson);
      const idKey = this.idKeyOf(document['_id']);
      const record = new StoredRecord(number, idKey, bson, 0);
      this.records.set(idKey, record);
      this.dataSize += bson.byteLength;
      this.#nextRecord = number + 1;
      for (const { index, build } of builds) build.add(index.keysOf(document), record);
    }
    for (const { build } of builds) build.finish();
    for (const index of this.textIndexes.values()) index.build(this.records.values());
  }

  /** The encoded form of an `_id` under the collection's collation. */
  idKeyOf(id: unknown): string {
    return encodeKey(id, this.options.collation);
  }

  /** The keys a document has in every ordered index, in the order of `indexes`. */
  keysOf(bson: Uint8Array): IndexKeys[] {
    const document = this.#readIndexed(bson);
    return Array.from(this.indexes.values(), index => index.keysOf(document));
  }

  insert(
    idKey: string,
    bson: Uint8Array,
    keys: readonly IndexKeys[],
    commit: number,
    keepsHistory: boolean,
  ): StoredRecord {
    const record = new StoredRecord(this.#nextRecord++, idKey, bson, commit);
    this.records.set(idKey, record);
    this.dataSize += bson.byteLength;
    let position = 0;
    for (const index of this.indexes.values()) index.add(keys[position++]!, record);
    for (const index of this.textIndexes.values()) index.add(bson, record);
    if (keepsHistory) this.changed.add(record);
    return record;
  }

  replace(
    record: StoredRecord,
    bson: Uint8Array,
    keys: readonly IndexKeys[],
    commit: number,
    keepsHistory: boolean,
  ): void {
    const keysBefore = this.keysOf(record.bson);
    let position = 0;
    for (const index of this.indexes.values()) {
      const before = keysBefore[position]!;
      const after = keys[position++]!;
      if (sameKeys(before, after)) continue;
      index.remove(before, record);
      index.add(after, record);
    }
    for (const index of this.textIndexes.values()) {
      index.remove(record.bson, record);
      index.add(bson, record);
    }
    this.dataSize += bson.byteLength - record.bson.byteLength;
    this.#keepHistory(record, keepsHistory);
    record.bson = bson;
    record.commit = commit;
  }

  remove(record: StoredRecord, commit: number, keepsHistory: boolean): void {
    const keys = this.keysOf(record.bson);
    let position = 0;
    for (const index of this.indexes.values()) index.remove(keys[position++]!, record);
    for (const index of this.textIndexes.values()) index.remove(record.bson, record);
    this.records.delete(record.idKey);
    this.dataSize -= record.bson.byteLength;
    this.#keepHistory(record, keepsHistory);
    record.deleted = true;
    record.commit = commit;
  }

  /** Adds an index and fills it. Throws DuplicateKey, and leaves all as it was, when a unique one meets duplicates. */
  addIndex(index: DocumentIndex | TextIndex): void {
    if (index instanceof TextIndex) index.build(this.records.values());
    else {
      const build = index.startBuild();
      for (const record of this.records.values()) {
        const { rootFields } = index;
        const document = rootFields ? readFields(record.bson, rootFields) : readDocument(record.bson);
        if (!build.add(index.keysOf(document), record))
          throw duplicateKey(this.namespace, index.definition, record.bson);
      }
      build.finish();
    }
    this.#register(index);
  }

  removeIndex(name: string): void {
    this.indexes.delete(name);
    this.textIndexes.delete(name);
    this.#indexedFields = undefined;
  }

  /** Forgets all older versions; called when no transaction runs any more. */
  forgetHistory(): void {
    for (const record of this.changed) record.older = undefined;
    this.changed.clear();
  }

  /** Refuses work on a collection that was dropped in the meantime. */
  assertExists(): void {
    if (this.dropped) throw new MongoError('NamespaceNotFound', `collection dropped: ${this.namespace}`);
  }

  #register(index: DocumentIndex | TextIndex): void {
    if (index instanceof TextIndex) this.textIndexes.set(index.definition.name, index);
    else this.indexes.set(index.definition.name, index);
    this.#indexedFields = undefined;
  }

  /** Reads what any ordered index needs of a document, once for all of them. */
  #readIndexed(bson: Uint8Array): Document {
    if (this.#indexedFields === undefined) {
      const fields = Array.from(this.indexes.values(), index => index.rootFields);
      this.#indexedFields = fields.includes(null) ? null : new Set(fields.flatMap(names => [...names!]));
    }
    return this.#indexedFields ? readFields(bson, this.#indexedFields) : readDocument(bson);
  }

  #keepHistory(record: StoredRecord, keepsHistory: boolean): void {
    if (!keepsHistory) return;
    record.older = { bson: record.bson, commit: record.commit, older: record.older };
    this.changed.add(record);
  }
}

function sameKeys(left: IndexKeys, right: IndexKeys): boolean {
  return left.keys.length === right.keys.length && left.keys.every((key, index) => key === right.keys[index]);
}
