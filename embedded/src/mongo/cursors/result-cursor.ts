import { maximumBatchBytes, type Batch, type BatchRequest, type ServerCursor } from './server-cursor.ts';

/** A cursor over results that are complete: what the query saw when it ran, whatever is written since. */
export class ResultCursor implements ServerCursor {
  readonly namespace: string;
  #documents: readonly Uint8Array[];
  #position = 0;

  constructor(namespace: string, documents: readonly Uint8Array[]) {
    this.namespace = namespace;
    this.#documents = documents;
  }

  next({ batchSize }: Pick<BatchRequest, 'batchSize'>): Batch {
    const end =
      batchSize === undefined ? this.#documents.length : Math.min(this.#position + batchSize, this.#documents.length);
    const start = this.#position;
    let bytes = 0;
    while (this.#position < end) {
      bytes += this.#documents[this.#position]!.byteLength;
      if (bytes > maximumBatchBytes && this.#position > start) break;
      this.#position++;
    }
    return {
      documents: this.#documents.slice(start, this.#position),
      exhausted: this.#position >= this.#documents.length,
    };
  }

  close(): void {
    this.#documents = [];
  }
}
