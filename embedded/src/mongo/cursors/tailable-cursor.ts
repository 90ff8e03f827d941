import { compileFilter } from '../queries/filter.ts';
import { readDocument } from '../values/bson-codec.ts';
import { waitForChange } from './wait-for-change.ts';
import type { ChangeHistory } from '../change-streams/change-history.ts';
import type { Collection } from '../collections/collection.ts';
import type { DocumentQuery, FoundDocument } from '../queries/find-documents.ts';
import type { Batch, BatchRequest, ServerCursor } from './server-cursor.ts';

/** A cursor that stays at the end of a capped collection and gives what is appended. */
export class TailableCursor implements ServerCursor {
  readonly namespace: string;
  readonly #collection: Collection;
  readonly #test: (bson: Uint8Array) => boolean;
  readonly #shape: (found: FoundDocument) => Uint8Array;
  readonly #history: ChangeHistory;
  readonly #awaitsData: boolean;
  #lastRecord = 0;

  constructor(
    collection: Collection,
    query: DocumentQuery,
    shape: (found: FoundDocument) => Uint8Array,
    history: ChangeHistory,
    awaitsData: boolean,
  ) {
    this.namespace = collection.namespace;
    this.#collection = collection;
    const filter = compileFilter(query.filter, { collation: query.collation });
    this.#test = bson => filter.test(readDocument(bson));
    this.#shape = shape;
    this.#history = history;
    this.#awaitsData = awaitsData;
  }

  /** The next documents that are already there. */
  take(limit: number): Uint8Array[] {
    const taken: Uint8Array[] = [];
    for (const record of this.#collection.records.values()) {
      if (taken.length >= limit) break;
      if (record.record <= this.#lastRecord) continue;
      this.#lastRecord = record.record;
      if (this.#test(record.bson)) taken.push(this.#shape({ idKey: record.idKey, bson: record.bson, record }));
    }
    return taken;
  }

  async next({ batchSize = 1000, waitMilliseconds = 1000, signal }: BatchRequest): Promise<Batch> {
    let documents = this.take(batchSize);
    if (documents.length === 0 && this.#awaitsData && !this.#collection.dropped) {
      await waitForChange(this.#history, waitMilliseconds, signal);
      documents = this.take(batchSize);
    }
    return { documents, exhausted: this.#collection.dropped };
  }

  close(): void {
    this.#lastRecord = Infinity;
  }
}
