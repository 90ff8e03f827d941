import type { PolledIterator } from '@polyphony/platform/iterators';
import { eventCost } from '@polyphony/platform/sockets';
import type { SubscriptionStatistics } from './subscription-statistics.ts';

/**
 * What becomes of events that are not read in time. `lossless`: all are kept, and their source has to wait. `latest`: only the newest
 * is kept, for fields whose every event says it all.
 */
export type QueuePolicy = 'lossless' | 'latest';

export interface EventQueueOptions {
  policy: QueuePolicy;
  statistics: Pick<SubscriptionStatistics, 'waiting' | 'dropped'>;
}

/** Whoever fills a queue hears what becomes of it. */
export interface QueueOwner {
  hasRead(cost: number): void;
  /** Called once, when the reader has read the end or leaves before. */
  hasClosed(): void;
}

const done: IteratorResult<string, void> = { done: true, value: undefined };

/** Events between a stream that pushes and one reader that pulls. How many can wait is the stream's matter, which grants as they are read. */
export class EventQueue implements PolledIterator<string>, AsyncIterableIterator<string, void, undefined> {
  private events: string[] = [];
  private first = 0;
  private size = 0;
  private hasEnded = false;
  private error: Error | undefined;
  private isClosed = false;
  private reader: PromiseWithResolvers<IteratorResult<string, void>> | undefined;

  constructor(
    private readonly options: EventQueueOptions,
    private readonly owner: QueueOwner,
  ) {}

  push(event: string): void {
    if (this.hasEnded) return;
    const cost = eventCost(event);
    const { reader } = this;
    if (reader !== undefined) {
      this.reader = undefined;
      this.owner.hasRead(cost);
      return reader.resolve({ done: false, value: event });
    }
    const { policy, statistics } = this.options;
    if (policy === 'latest' && this.size > 0) {
      this.clear();
      statistics.dropped += 1;
    }
    this.events.push(event);
    this.size += cost;
    statistics.waiting += 1;
  }

  /** No more events will come; those that wait are still read, then the error. */
  end(error?: Error): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.error = error;
    const { reader } = this;
    this.reader = undefined;
    reader?.resolve(this.finish());
  }

  poll(): string | undefined {
    return this.size > 0 ? this.take() : undefined;
  }

  next(): Promise<IteratorResult<string, void>> {
    if (this.size > 0) return Promise.resolve({ done: false, value: this.take() });
    if (this.hasEnded) return this.finish();
    this.reader = Promise.withResolvers();
    return this.reader.promise;
  }

  async return(): Promise<IteratorResult<string, void>> {
    this.hasEnded = true;
    this.error = undefined;
    this.clear();
    this.reader?.resolve(done);
    this.reader = undefined;
    this.close();
    return done;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private take(): string {
    const event = this.events[this.first]!;
    this.first += 1;
    if (this.first === this.events.length) {
      this.events = [];
      this.first = 0;
    }
    const cost = eventCost(event);
    this.size -= cost;
    this.options.statistics.waiting -= 1;
    this.owner.hasRead(cost);
    return event;
  }

  private finish(): Promise<IteratorResult<string, void>> {
    const { error } = this;
    this.error = undefined;
    this.close();
    return error === undefined ? Promise.resolve(done) : Promise.reject(error);
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.owner.hasClosed();
  }

  private clear(): void {
    this.options.statistics.waiting -= this.events.length - this.first;
    this.events = [];
    this.first = 0;
    this.size = 0;
  }
}
