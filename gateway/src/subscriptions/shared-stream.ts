import { RateLimitedError } from '@polyphony/platform/errors';
import { eventCost } from '@polyphony/platform/sockets';
import { createEventQueue, type EventQueue, type QueuePolicy } from './event-queue.ts';
import type { StreamListener, SubgraphStream } from './subgraph-stream.ts';
import type { SubscriptionStatistics } from './subscription-statistics.ts';

/** One stream of a subgraph and all who read it, each at a pace of its own. It is left when the last of them leaves. */
export interface SharedStream {
  /** The events for one more reader, until it leaves or its signal aborts; `onClose` is called once it has read the end or left. */
  join(signal: AbortSignal, onClose: () => void): EventQueue;
  /** Ends it for everybody: they still read what waits, then the error. */
  end(error: Error): void;
}

export interface SharedStreamOptions {
  open: (listener: StreamListener, window: number) => SubgraphStream;
  policy: QueuePolicy;
  /**
   * How much may wait for one reader, in the measure of `eventCost`: a subgraph that knows flow control is asked for no more, any
   * other loses the reader when it sends more.
   */
  queueLimit: number;
  statistics: SubscriptionStatistics;
  /** Called once, when a newcomer would miss something from now on, or nothing more will come. */
  onClosedToNewcomers: () => void;
  onEnd: () => void;
}

interface Sharer {
  readonly queue: EventQueue;
  /** How much of everything that came it has read. */
  read: number;
}

/**
 * Newcomers of a `lossless` stream may join until its first event; of a `latest` one at any time, beginning with the newest event.
 * Where the subgraph knows flow control, it is asked for more as the slowest reader reads, so that queues do not run full; where it
 * does not, a reader whose queue is full loses its subscription and the others theirs not.
 */
export function openSharedStream({
  open,
  policy,
  queueLimit,
  statistics,
  onClosedToNewcomers,
  onEnd,
}: SharedStreamOptions): SharedStream {
  const sharers = new Set<Sharer>();
  let granted = queueLimit;
  let received = 0;
  let newest: string | undefined;
  let isOpenToNewcomers = true;
  let isOver = false;

  const closeToNewcomers = () => {
    if (!isOpenToNewcomers) return;
    isOpenToNewcomers = false;
    onClosedToNewcomers();
  };
  const readByAll = () => {
    let least = received;
    if (policy === 'lossless') for (const { read } of sharers) if (read < least) least = read;
    return least;
  };
  const grantWhatIsFree = () => {
    const amount = readByAll() + queueLimit - granted;
    // Not for every event, but before the window is used up.
    if (isOver || amount < queueLimit / 2) return;
    granted += amount;
    stream.grant(amount);
  };
  const over = () => {
    if (isOver) return;
    isOver = true;
    statistics.upstreams -= 1;
    closeToNewcomers();
    onEnd();
  };
  const remove = (sharer: Sharer) => {
    if (!sharers.delete(sharer)) return;
    if (sharers.size > 0) return grantWhatIsFree();
    if (isOver) return;
    over();
    stream.leave();
  };
  const endAll = (error?: Error) => {
    over();
    for (const { queue } of sharers) queue.end(error);
    sharers.clear();
  };

  statistics.upstreams += 1;
  const stream = open(
    {
      event(text) {
        if (isOver) return;
        received += eventCost(text);
        if (policy === 'latest') newest = text;
        else if (isOpenToNewcomers) closeToNewcomers();
        for (const sharer of sharers) {
          if (sharer.queue.push(text)) continue;
          statistics.overflowed += 1;
          sharer.queue.end(new RateLimitedError(1, 'The events came faster than they were read.'));
          remove(sharer);
        }
        if (policy === 'latest') grantWhatIsFree();
      },
      end(error) {
        if (!isOver) endAll(error);
      },
    },
    queueLimit,
  );

  return {
    join(signal, onClose) {
      const queue = createEventQueue({
        policy,
        limit: queueLimit,
        statistics,
        onRead(cost) {
          sharer.read += cost;
          if (sharer.read + queueLimit - granted >= queueLimit / 2) grantWhatIsFree();
        },
        onClose() {
          signal.removeEventListener('abort', abort);
          remove(sharer);
          onClose();
        },
      });
      const abort = () => void queue.return();
      const sharer: Sharer = { queue, read: received };
      sharers.add(sharer);
      signal.addEventListener('abort', abort, { once: true });
      if (newest !== undefined) queue.push(newest);
      if (signal.aborted) abort();
      return queue;
    },
    end(error) {
      if (isOver) return;
      endAll(error);
      stream.leave();
    },
  };
}
