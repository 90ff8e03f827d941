import type { RedisChannels } from '../redis/index.ts';
import { StreamTail, type StreamMessage } from './stream-tail.ts';

interface SharedTail {
  readonly tail: StreamTail;
  readonly leave: Promise<() => Promise<void>>;
  readers: number;
}

/** The tails of the streams that somebody in this process reads: one subscription a stream, whatever the number of readers. */
export class StreamTails {
  readonly #tails = new Map<string, SharedTail>();
  readonly #channels: RedisChannels;
  readonly #maxEntries: number;
  readonly #stopWatching: () => void;

  constructor(channels: RedisChannels, maxEntries: number) {
    this.#channels = channels;
    this.#maxEntries = maxEntries;
    this.#stopWatching = channels.onReconnect(() => {
      for (const { tail } of this.#tails.values()) tail.restart();
    });
  }

  /** Resolves once the tail follows the channel. `release` must be called in any case that does not throw. */
  async follow(channel: string): Promise<{ tail: StreamTail; release: () => Promise<void> }> {
    const shared = this.#tails.get(channel) ?? this.#open(channel);
    shared.readers++;
    const release = async () => {
      if (--shared.readers > 0) return;
      if (this.#tails.get(channel) === shared) this.#tails.delete(channel);
      await (
        await shared.leave
      )();
    };
    try {
      await shared.leave;
    } catch (error) {
      // The next reader subscribes anew.
      if (this.#tails.get(channel) === shared) this.#tails.delete(channel);
      throw error;
    }
    return { tail: shared.tail, release };
  }

  /** Wakes every reader; whoever reads on finds the store closed. */
  close(): void {
    this.#stopWatching();
    for (const { tail } of this.#tails.values()) tail.restart();
  }

  #open(channel: string): SharedTail {
    const tail = new StreamTail(this.#maxEntries);
    const leave = this.#channels.subscribe(channel, message => tail.receive(message as StreamMessage));
    const shared = { tail, leave, readers: 0 };
    this.#tails.set(channel, shared);
    return shared;
  }
}
