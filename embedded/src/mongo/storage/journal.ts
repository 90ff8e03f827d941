import type { SqliteStore } from './sqlite-store.ts';
import type { StoreChange } from './store-change.ts';

/** How long a committed write may stay with the operating system before it is flushed to the disk, in milliseconds. */
const diskFlushDelay = 100;

interface Waiter {
  readonly onDisk: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Group commit: changes are collected while the event loop works through what has arrived, then all go to the store in one
 * transaction, and only then are the writers answered. Changes appended without an `await` between them are never separated.
 */
export class Journal {
  readonly #store: SqliteStore;
  readonly #log: (message: string) => void;
  #pending: StoreChange[] = [];
  #waiters: Waiter[] = [];
  #afterCommit: (() => void)[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #diskTimer: NodeJS.Timeout | undefined;

  constructor(store: SqliteStore, log: (message: string) => void) {
    this.#store = store;
    this.#log = log;
  }

  append(change: StoreChange): void {
    this.#pending.push(change);
    this.#schedule();
  }

  /** Calls back once what has been appended so far is committed. */
  afterCommit(callback: () => void): void {
    this.#afterCommit.push(callback);
    this.#schedule();
  }

  /** Resolves when everything appended so far is committed and, when asked, on the disk. Rejects when it cannot be stored. */
  async committed(onDisk = false): Promise<void> {
    if (this.#pending.length === 0 && this.#afterCommit.length === 0 && !onDisk) return;
    await new Promise<void>((resolve, reject) => {
      this.#waiters.push({ onDisk, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits what is pending. A failed batch stays pending, so that memory and store meet again at the next success. */
  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const waiters = this.#waiters;
    const afterCommit = this.#afterCommit;
    this.#waiters = [];
    try {
      if (this.#pending.length > 0) {
        this.#store.commit(this.#pending);
        this.#pending = [];
        this.#flushToDiskLater();
      }
      if (waiters.some(waiter => waiter.onDisk)) this.#store.flushToDisk();
    } catch (error) {
      this.#log(`Storing failed, it will be tried again: ${(error as Error).message}`);
      for (const waiter of waiters) waiter.reject(error);
      return;
    }
    this.#afterCommit = [];
    for (const callback of afterCommit) callback();
    for (const waiter of waiters) waiter.resolve();
  }

  close(): void {
    this.flush();
    clearTimeout(this.#diskTimer);
    this.#store.flushToDisk();
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => this.flush());
  }

  #flushToDiskLater(): void {
    this.#diskTimer ??= setTimeout(() => {
      this.#store.flushToDiskSoon(() => (this.#diskTimer = undefined));
    }, diskFlushDelay);
    this.#diskTimer.unref();
  }
}
