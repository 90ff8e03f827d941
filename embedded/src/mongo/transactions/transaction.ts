import type { Collection } from '../collections/collection.ts';
import type { StoredRecord } from '../collections/stored-record.ts';
import type { ChangeKind } from '../change-streams/change-record.ts';
import type { Document } from 'bson';

/** What a transaction has made of one document, not yet committed. */
export interface PendingWrite {
  readonly idKey: string;
  /** The committed record it changes; undefined for a new document. */
  readonly record: StoredRecord | undefined;
  /** The document now; null when it is deleted. */
  readonly bson: Uint8Array | null;
  readonly kind: ChangeKind;
}

/** A running multi-document transaction: it reads one snapshot and keeps its writes to itself until it commits. */
export class Transaction {
  readonly sessionKey: string;
  readonly number: number;
  readonly lsid: Document;
  /** The commit number whose state the transaction sees. */
  readonly snapshot: number;
  readonly startedAt = Date.now();
  state: 'active' | 'committed' | 'aborted' = 'active';
  /** Resolves when it commits or aborts; writers it holds up wait for that. */
  readonly ended: Promise<void>;
  readonly #writes = new Map<Collection, Map<string, PendingWrite>>();
  readonly #claims: { collection: Collection; key: string }[] = [];
  #resolveEnded: () => void = () => undefined;

  constructor(sessionKey: string, number: number, lsid: Document, snapshot: number) {
    this.sessionKey = sessionKey;
    this.number = number;
    this.lsid = lsid;
    this.snapshot = snapshot;
    this.ended = new Promise(resolve => (this.#resolveEnded = resolve));
  }

  /** The transaction's own writes to a collection, by encoded `_id`. */
  writesTo(collection: Collection): ReadonlyMap<string, PendingWrite> {
    return this.#writes.get(collection) ?? new Map();
  }

  get writes(): ReadonlyMap<Collection, ReadonlyMap<string, PendingWrite>> {
    return this.#writes;
  }

  write(collection: Collection, write: PendingWrite): void {
    let writes = this.#writes.get(collection);
    if (!writes) this.#writes.set(collection, (writes = new Map()));
    writes.set(write.idKey, write);
  }

  /** Keeps others from writing a document or a unique key until the transaction ends. */
  claim(collection: Collection, key: string, idKey: string): void {
    if (collection.claims.get(key)?.transaction !== this) this.#claims.push({ collection, key });
    collection.claims.set(key, { transaction: this, idKey });
  }

  /** Releases everything it held and wakes who waited. */
  end(state: 'committed' | 'aborted'): void {
    if (this.state !== 'active') return;
    this.state = state;
    for (const { collection, key } of this.#claims) {
      if (collection.claims.get(key)?.transaction === this) collection.claims.delete(key);
    }
    this.#claims.length = 0;
    this.#writes.clear();
    this.#resolveEnded();
  }
}

/** Thrown by a write outside transactions that a running transaction holds up; the statement is tried again when it ends. */
export class BlockedByTransaction extends Error {
  readonly transaction: Transaction;

  constructor(transaction: Transaction) {
    super('blocked by a transaction');
    this.transaction = transaction;
  }
}
