import { readFields } from '../values/document-bytes.ts';
import { readDocument } from '../values/bson-codec.ts';
import { createKeyExtractor, type IndexKeys, type KeyExtractor } from './index-keys.ts';
import { OrderedKeys } from './ordered-keys.ts';
import type { StoredRecord } from '../collections/stored-record.ts';
import type { IndexDefinition } from './index-definition.ts';

/** An ordered index over a collection's current documents. */
export class DocumentIndex {
  readonly definition: IndexDefinition;
  readonly entries = new OrderedKeys<StoredRecord>();
  readonly #extractor: KeyExtractor;
  /** Set once any document had an array under the key; such indexes cannot give an order. */
  #multikey = false;

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    this.#extractor = createKeyExtractor(definition);
  }

  get multikey(): boolean {
    return this.#multikey;
  }

  /** The keys of a document of this index. Throws when it cannot be indexed (parallel arrays). */
  keysOf(bson: Uint8Array): IndexKeys {
    const { rootFields } = this.#extractor;
    return this.#extractor.keysOf(rootFields ? readFields(bson, rootFields) : readDocument(bson));
  }

  add({ keys, multikey }: IndexKeys, record: StoredRecord): void {
    if (multikey) this.#multikey = true;
    for (const key of keys) this.entries.add(key, record);
  }

  remove({ keys }: IndexKeys, record: StoredRecord): void {
    for (const key of keys) this.entries.remove(key, record);
  }

  /**
   * Fills the empty index. Answers a key that two documents share when the index is unique, in which case it stays empty.
   */
  build(records: Iterable<StoredRecord>): { duplicate: string; record: StoredRecord } | undefined {
    const entries: { key: string; item: StoredRecord }[] = [];
    const seen = this.definition.unique ? new Map<string, StoredRecord>() : undefined;
    for (const record of records) {
      const { keys, multikey } = this.keysOf(record.bson);
      if (multikey) this.#multikey = true;
      for (const key of keys) {
        if (seen?.has(key)) return { duplicate: key, record };
        seen?.set(key, record);
        entries.push({ key, item: record });
      }
    }
    this.entries.load(entries);
    return undefined;
  }
}
