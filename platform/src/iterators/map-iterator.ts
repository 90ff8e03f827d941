import type { PolledIterator } from './polled-iterator.ts';

/** What is done with the items of an iterator on their way. */
export interface ItemWork<Item, Result> {
  /** What becomes of an item. What it throws breaks off the iterator. */
  map(item: Item): Result;
  /** What the reader is told instead of what broke it off. */
  explain?(error: unknown): unknown;
  /** Called once: with what broke it off, or without anything when it ended or its reader left. */
  ended?(error?: unknown): void;
}

/**
 * Does something with every item, as an async generator around the iterator would, at a fraction of its cost and without taking from
 * the reader that it can poll. `open` is called with the first `next`; what it throws counts as breaking off.
 */
export function mapIterator<Item, Result>(
  open: () => PolledIterator<Item>,
  work: ItemWork<Item, Result>,
): PolledIterator<Result> & AsyncIterableIterator<Result, void, undefined> {
  return new MappedIterator(open, work);
}

const done: IteratorResult<never, void> = { done: true, value: undefined };

class MappedIterator<Item, Result> implements PolledIterator<Result>, AsyncIterableIterator<Result, void, undefined> {
  private source: PolledIterator<Item> | undefined;
  private isOver = false;

  constructor(
    private readonly open: () => PolledIterator<Item>,
    private readonly work: ItemWork<Item, Result>,
  ) {}

  poll(): Result | undefined {
    if (this.isOver) return undefined;
    try {
      const item = this.source?.poll?.();
      return item === undefined ? undefined : this.work.map(item);
    } catch (error) {
      throw this.breakOff(error);
    }
  }

  async next(): Promise<IteratorResult<Result, void>> {
    if (this.isOver) return done;
    try {
      this.source ??= this.open();
      const item = await this.source.next();
      if (item.done !== true && !this.isOver) return { done: false, value: this.work.map(item.value) };
    } catch (error) {
      throw this.breakOff(error);
    }
    this.end();
    return done;
  }

  async return(): Promise<IteratorResult<Result, void>> {
    this.end();
    await this.source?.return?.();
    return done;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Leaves the source, which does not know yet if it was the work that failed. */
  private breakOff(cause: unknown): unknown {
    this.end(cause);
    this.source?.return?.().catch(() => undefined);
    return this.work.explain?.(cause) ?? cause;
  }

  private end(error?: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.work.ended?.(error);
  }
}
