import { Changes } from './changes.ts';
import type { StreamEntry } from './stream-store.ts';

/** What a stream's channel brings. */
export type StreamMessage =
  | { readonly from: number; readonly payloads: readonly string[]; readonly endedAt?: undefined }
  | { readonly endedAt: number };

/** The newest entries of a stream as its channel brought them, shared by all readers of this process. */
export class StreamTail {
  readonly changes = new Changes();
  readonly #maxEntries: number;
  /** Consecutive, the oldest first. */
  #entries: StreamEntry[] = [];
  #endedAt: number | undefined;
  #epoch = 0;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** Grows whenever messages may have been missed: readers must look into the store again. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The newest entry known, 0 for none. */
  get last(): number {
    return this.#endedAt ?? this.#entries.at(-1)?.sequence ?? 0;
  }

  receive(message: StreamMessage): void {
    if (message.endedAt === undefined) this.#add(message.from, message.payloads);
    else this.#endedAt = message.endedAt;
    this.changes.notify();
  }

  /** Forgets everything, since messages may have been missed. */
  restart(): void {
    this.#entries = [];
    this.#endedAt = undefined;
    this.#epoch++;
    this.changes.notify();
  }

  /** The entries right after `after`, as far as they are at hand. */
  after(after: number): StreamEntry[] {
    const [first] = this.#entries;
    if (first === undefined || first.sequence > after + 1) return [];
    const start = after + 1 - first.sequence;
    return this.#entries.slice(start, start + 100);
  }

  /** Whether the stream ended at or before `sequence`. */
  endsBy(sequence: number): boolean {
    return this.#endedAt !== undefined && sequence >= this.#endedAt;
  }

  #add(from: number, payloads: readonly string[]) {
    const last = this.#entries.at(-1)?.sequence;
    // A missed message: what is older is read from the store.
    if (last !== undefined && from !== last + 1) this.#entries = [];
    for (const [index, payload] of payloads.entries()) this.#entries.push({ sequence: from + index, payload });
    this.#entries.splice(0, this.#entries.length - this.#maxEntries);
  }
}
