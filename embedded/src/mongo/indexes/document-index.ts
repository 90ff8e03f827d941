import { createKeyExtractor, type IndexKeys, type KeyExtractor } from './index-keys.ts';
import { OrderedKeys } from './ordered-keys.ts';
import type { StoredRecord } from '../collections/stored-record.ts';
import type { IndexDefinition } from './index-definition.ts';
import type { Document } from 'bson';

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

  /** The top-level fields its keys depend on; null when they may depend on any. */
  get rootFields(): ReadonlySet<string> | null {
    return this.#extractor.rootFields;
  }

  /** The keys of a document, of which at least the root fields must have been read. Throws for parallel arrays. */
  keysOf(document: Document): IndexKeys {
    return this.#extractor.keysOf(document);
  }

  add({ keys, multikey }: IndexKeys, record: StoredRecord): void {
    if (multikey) this.#multikey = true;
    for (const key of keys) this.entries.add(key, record);
  }

  remove({ keys }: IndexKeys, record: StoredRecord): void {
    for (const key of keys) this.entries.remove(key, record);
  }

  /** Begins to fill the empty index, which is much faster than adding entry by entry. */
  startBuild(): IndexBuild {
    const allKeys: string[] = [];
    const records: StoredRecord[] = [];
    const seen = this.definition.unique ? new Set<string>() : undefined;
    return {
      add: ({ keys, multikey }, record) => {
        if (multikey) this.#multikey = true;
        for (const key of keys) {
          if (seen?.has(key)) return false;
          seen?.add(key);
          allKeys.push(key);
          records.push(record);
        }
        return true;
      },
      finish: () => this.entries.load(allKeys, records),
    };
  }
}

/** An index being filled. */
export interface IndexBuild {
  /** False when the index is unique and another record has one of the keys. */
  add(keys: IndexKeys, record: StoredRecord): boolean;
  finish(): void;
}
