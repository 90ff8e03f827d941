import { EventEmitter } from 'node:events';
import type { Journal } from '../storage/journal.ts';
import type { Timestamp } from 'bson';
import type { ChangeRecord } from './change-record.ts';

/** How much history is kept, in memory and in the store: whichever limit is met first. */
const maximumChanges = 10_000;
const maximumBytes = 32 * 1024 * 1024;
/** The history is trimmed by at least this many changes at a time. */
const trimStep = 1000;

/**
 * The committed changes change streams can still read. A change is appended when it is made and becomes visible to streams
 * once it is durable, in order.
 */
export class ChangeHistory {
  readonly #journal: Journal;
  /** Durable changes, oldest first, without gaps. */
  readonly #changes: ChangeRecord[];
  #bytes = 0;
  #next: number;
  readonly #events = new EventEmitter().setMaxListeners(0);

  constructor(journal: Journal, stored: ChangeRecord[]) {
    this.#journal = journal;
    this.#changes = stored;
    for (const change of stored) this.#bytes += sizeOf(change);
    this.#next = (stored.at(-1)?.sequence ?? 0) + 1;
  }

  /** The time of the newest change; undefined when there never was one. */
  get newestTime(): Timestamp | undefined {
    return this.#changes.at(-1)?.time;
  }

  /** The sequence number of the newest durable change. */
  get newest(): number {
    return this.#changes.at(-1)?.sequence ?? this.#next - 1;
  }

  /** The sequence number the next change gets. */
  nextSequence(): number {
    return this.#next++;
  }

  append(change: ChangeRecord): void {
    this.#journal.append({ kind: 'putChange', change });
    this.#journal.afterCommit(() => this.#publish(change));
  }

  /** Whether everything after a sequence number is still there, and it is not from the future. */
  covers(sequence: number): boolean {
    return sequence <= this.newest && sequence >= (this.#changes[0]?.sequence ?? this.#next) - 1;
  }

  /** The changes after a sequence number. */
  after(sequence: number, limit: number): ChangeRecord[] {
    const first = this.#changes[0];
    if (!first) return [];
    const start = Math.max(sequence + 1 - first.sequence, 0);
    return this.#changes.slice(start, start + limit);
  }

  /** The sequence number before the first change at or after a time; undefined when that lies before the history. */
  before(time: Timestamp): number | undefined {
    const index = this.#changes.findIndex(change => change.time.comp(time) >= 0);
    if (index === -1) return this.newest;
    const { sequence } = this.#changes[index]!;
    return index === 0 && sequence > 1 && this.#changes[0]!.time.comp(time) > 0 ? undefined : sequence - 1;
  }

  /** Calls back once, at the next durable change. Answers a function that takes the wish back. */
  onNext(listener: () => void): () => void {
    this.#events.once('change', listener);
    return () => this.#events.off('change', listener);
  }

  #publish(change: ChangeRecord): void {
    this.#changes.push(change);
    this.#bytes += sizeOf(change);
    if (this.#changes.length > maximumChanges + trimStep || this.#bytes > maximumBytes) this.#trim();
    this.#events.emit('change');
  }

  #trim(): void {
    let count = 0;
    let through = 0;
    while (
      this.#changes.length - count > 1 &&
      (count < trimStep || this.#changes.length - count > maximumChanges || this.#bytes > maximumBytes)
    ) {
      const change = this.#changes[count]!;
      this.#bytes -= sizeOf(change);
      through = change.sequence;
      count++;
    }
    if (count === 0) return;
    this.#changes.splice(0, count);
    this.#journal.append({ kind: 'trimChanges', through });
  }
}

function sizeOf({ id, document }: ChangeRecord): number {
  return 200 + (id?.byteLength ?? 0) + (document?.byteLength ?? 0);
}
