import { RateLimitedError } from '@polyphony/platform/errors';
import { eventCost } from '@polyphony/platform/sockets';
import { EventQueue, type QueueOwner, type QueuePolicy } from './event-queue.ts';
import type { StreamListener, SubgraphStream } from './subgraph-stream.ts';
import type { SubscriptionStatistics } from './subscription-statistics.ts';

export interface SharedStreamOptions {
  policy: QueuePolicy;
  /** How much may wait for one reader, in the measure of `eventCost`: no more is granted to the stream. */
  limit: number;
  statistics: SubscriptionStatistics;
}

/** Hears what becomes of a shared stream. */
export interface SharedStreamOwner {
  /** Called once, when a newcomer would miss something from now on, or nothing more will come. */
  isClosedToNewcomers(stream: SharedStream): void;
  hasEnded(stream: SharedStream): void;
}

/** One who reads a shared stream. */
class Sharer implements QueueOwner {
  readonly queue: EventQueue;

  constructor(
    private readonly stream: SharedStream,
    options: SharedStreamOptions,
    /** How much of everything that came it has read. */
    public read: number,
    private readonly signal: AbortSignal,
    private readonly onClose: () => void,
  ) {
    this.queue = new EventQueue(options, this);
    signal.addEventListener('abort', this, { once: true });
  }

  /** The signal has aborted. */
  handleEvent(): void {
    void this.queue.return();
  }

  hasRead(cost: number): void {
    this.read += cost;
    this.stream.hasBeenRead(this.read);
  }

  hasClosed(): void {
    this.signal.removeEventListener('abort', this);
    this.stream.remove(this);
    this.onClose();
  }
}

/**
 * One stream of a subgraph and all who read it, each at a pace of its own; it is left when the last of them leaves. Newcomers of a
 * `lossless` stream may join until its first event; of a `latest` one at any time, beginning with the newest event. More is granted
 * as the slowest reader reads. Where that holds up other streams for too long, the readers who are behind lose their subscriptions
 * and the others theirs not.
 */
export class SharedStream implements StreamListener {
  private readonly sharers = new Set<Sharer>();
  private readonly stream: SubgraphStream;
  private granted: number;
  private received = 0;
  private newest: string | undefined;
  private isOpenToNewcomers = true;
  private isOver = false;

  constructor(
    open: (listener: StreamListener, window: number) => SubgraphStream,
    private readonly options: SharedStreamOptions,
    private readonly owner: SharedStreamOwner,
  ) {
    this.granted = options.limit;
    options.statistics.upstreams += 1;
    this.stream = open(this, options.limit);
  }

  /** The events for one more reader, until it leaves or its signal aborts; `onClose` is called once it has read the end or left. */
  join(signal: AbortSignal, onClose: () => void): EventQueue {
    const sharer = new Sharer(this, this.options, this.received, signal, onClose);
    this.sharers.add(sharer);
    if (this.newest !== undefined) sharer.queue.push(this.newest);
    if (signal.aborted) sharer.handleEvent();
    return sharer.queue;
  }

  /** Ends it for everybody: they still read what waits, then the error. */
  drain(error: Error): void {
    if (this.isOver) return;
    this.end(error);
    this.stream.leave();
  }

  event(text: string): void {
    if (this.isOver) return;
    this.received += eventCost(text);
    const { policy } = this.options;
    if (policy === 'latest') this.newest = text;
    else if (this.isOpenToNewcomers) this.closeToNewcomers();
    for (const { queue } of this.sharers) queue.push(text);
    if (policy === 'latest') this.grantWhatIsFree();
  }

  end(error?: Error): void {
    if (this.isOver) return;
    this.close();
    for (const { queue } of this.sharers) queue.end(error);
    this.sharers.clear();
  }

  holdsUpOthers(): void {
    const { limit, statistics } = this.options;
    // Of those who leave, the others may be granted more at once.
    const expected = this.granted - limit / 2;
    for (const sharer of this.sharers) {
      if (sharer.read >= expected) continue;
      statistics.overflowed += 1;
      sharer.queue.end(new RateLimitedError(1, 'The events came faster than they were read.'));
      this.remove(sharer);
    }
  }

  /** A sharer has read so much of everything that came. */
  hasBeenRead(read: number): void {
    const { limit } = this.options;
    if (read + limit - this.granted >= limit / 2) this.grantWhatIsFree();
  }

  remove(sharer: Sharer): void {
    if (!this.sharers.delete(sharer)) return;
    if (this.sharers.size > 0) return this.grantWhatIsFree();
    if (this.isOver) return;
    this.close();
    this.stream.leave();
  }

  private grantWhatIsFree(): void {
    const { limit } = this.options;
    const amount = this.readByAll() + limit - this.granted;
    // Not for every event, but before the window is used up.
    if (this.isOver || amount < limit / 2) return;
    this.granted += amount;
    this.stream.grant(amount);
  }

  private readByAll(): number {
    let least = this.received;
    if (this.options.policy === 'lossless') for (const { read } of this.sharers) if (read < least) least = read;
    return least;
  }

  private closeToNewcomers(): void {
    if (!this.isOpenToNewcomers) return;
    this.isOpenToNewcomers = false;
    this.owner.isClosedToNewcomers(this);
  }

  private close(): void {
    this.isOver = true;
    this.options.statistics.upstreams -= 1;
    this.closeToNewcomers();
    this.owner.hasEnded(this);
  }
}
