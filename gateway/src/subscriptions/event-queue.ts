import { eventCost } from '@polyphony/platform/sockets';
import type { SubscriptionStatistics } from './subscription-statistics.ts';

/**
 * What becomes of events that are not read in time. `lossless`: all are kept, and a queue that is full ends its subscription.
 * `latest`: only the newest is kept, for fields whose every event says it all.
 */
export type QueuePolicy = 'lossless' | 'latest';

/** Events between a stream that pushes and one reader that pulls. */
export interface EventQueue extends AsyncIterableIterator<string, void, undefined> {
  /** false when the queue is full and the event is not in it. */
  push(event: string): boolean;
  /** No more events will come; those that wait are still read, then the error. */
  end(error?: Error): void;
  return(): Promise<IteratorResult<string, void>>;
}

export interface EventQueueOptions {
  policy: QueuePolicy;
  /** How much may wait, in the measure of `eventCost`; the last event may reach beyond it. */
  limit: number;
  statistics: Pick<SubscriptionStatistics, 'waiting' | 'dropped'>;
  onRead: (cost: number) => void;
  /** Called once, when the reader has read the end or leaves before. */
  onClose: () => void;
}

const done: IteratorResult<string, void> = { done: true, value: undefined };

export function createEventQueue({ policy, limit, statistics, onRead, onClose }: EventQueueOptions): EventQueue {
  let events: string[] = [];
  let first = 0;
  let size = 0;
  let ending: { error: Error | undefined } | undefined;
  let isClosed = false;
  let reader: PromiseWithResolvers<IteratorResult<string, void>> | undefined;

  const clear = () => {
    statistics.waiting -= events.length - first;
    events = [];
    first = 0;
    size = 0;
  };
  const take = (): string => {
    const event = events[first]!;
    first += 1;
    if (first === events.length) {
      events = [];
      first = 0;
    }
    const cost = eventCost(event);
    size -= cost;
    statistics.waiting -= 1;
    onRead(cost);
    return event;
  };
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    onClose();
  };
  const finish = (): Promise<IteratorResult<string, void>> => {
    const error = ending?.error;
    ending = { error: undefined };
    close();
    return error === undefined ? Promise.resolve(done) : Promise.reject(error);
  };

  return {
    push(event) {
      if (ending !== undefined) return true;
      const cost = eventCost(event);
      if (reader !== undefined) {
        const waiter = reader;
        reader = undefined;
        onRead(cost);
        waiter.resolve({ done: false, value: event });
        return true;
      }
      if (policy === 'latest' && size > 0) {
        clear();
        statistics.dropped += 1;
      } else if (size >= limit) return false;
      events.push(event);
      size += cost;
      statistics.waiting += 1;
      return true;
    },
    end(error) {
      if (ending !== undefined) return;
      ending = { error };
      if (reader === undefined) return;
      const waiter = reader;
      reader = undefined;
      waiter.resolve(finish());
    },
    next() {
      if (size > 0) return Promise.resolve({ done: false, value: take() });
      if (ending !== undefined) return finish();
      reader = Promise.withResolvers();
      return reader.promise;
    },
    async return() {
      ending = { error: undefined };
      clear();
      reader?.resolve(done);
      reader = undefined;
      close();
      return done;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
