import type { Redis } from 'ioredis';
import { DownstreamServiceError } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';

export type ChannelHandler = (message: unknown) => void;

interface Channel {
  readonly handlers: Set<ChannelHandler>;
  /** Settles with the SUBSCRIBE that the newest connection was sent. */
  subscribed: Promise<unknown>;
}

const subscribeTimeoutMs = 8000;

/** Channels of JSON messages over one connection: a channel is subscribed once and a message parsed once for all its handlers. */
export class RedisChannels {
  readonly #channels = new Map<string, Channel>();
  readonly #reconnected = new Set<() => void>();
  readonly #client: Redis;
  readonly #log: Logger;

  constructor(client: Redis, log: Logger) {
    this.#client = client;
    this.#log = log;
    client.on('message', (channel: string, message: string) => this.#deliver(channel, message));
    client.on('ready', () => void this.#resubscribe());
  }

  /**
   * Resolves once messages published from now on will arrive.
   * @throws DownstreamServiceError when Redis does not answer in time.
   */
  async subscribe(name: string, handler: ChannelHandler): Promise<() => Promise<void>> {
    const known = this.#channels.get(name);
    const channel = known ?? { handlers: new Set(), subscribed: this.#send(() => this.#client.subscribe(name)) };
    this.#channels.set(name, channel);
    channel.handlers.add(handler);
    const leave = async () => {
      if (!channel.handlers.delete(handler) || channel.handlers.size > 0) return;
      this.#channels.delete(name);
      // Redis handles commands in order, so a subscription made meanwhile comes after this.
      await this.#send(() => this.#client.unsubscribe(name)).catch((error: unknown) => {
        this.#log.debug({ channel: name, reason: String(error) }, 'Could not unsubscribe');
      });
    };
    try {
      await channel.subscribed;
    } catch (error) {
      void leave();
      throw error;
    }
    return leave;
  }

  /** Calls back whenever messages may have been missed, after being subscribed again. Answers how to stop that. */
  onReconnect(callback: () => void): () => void {
    this.#reconnected.add(callback);
    return () => void this.#reconnected.delete(callback);
  }

  #deliver(name: string, message: string) {
    const channel = this.#channels.get(name);
    if (channel === undefined) return;
    let parsed: unknown;
    try {
      parsed = JSON.parse(message);
    } catch {
      this.#log.error({ channel: name }, 'A message on a channel is not JSON');
      return;
    }
    // A copy: handlers may come and go while it is delivered.
    for (const handler of Array.from(channel.handlers)) {
      if (!channel.handlers.has(handler)) continue;
      try {
        handler(parsed);
      } catch (error) {
        this.#log.error({ err: error, channel: name }, 'A handler of a channel threw');
      }
    }
  }

  async #resubscribe() {
    const channels = [...this.#channels];
    if (channels.length === 0) return;
    const subscribed = this.#send(() => this.#client.subscribe(...channels.map(([name]) => name)));
    try {
      await subscribed;
      for (const callback of this.#reconnected) callback();
    } catch (error) {
      if (this.#client.status === 'end') return;
      this.#log.error({ reason: String(error) }, 'Could not subscribe again, connecting anew');
      this.#client.disconnect(true);
    }
  }

  async #send<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    const answer = command();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('No answer in time.')), subscribeTimeoutMs);
    try {
      return await Promise.race([answer, late.promise]);
    } catch (error) {
      answer.catch(() => {});
      throw new DownstreamServiceError('redis', error);
    } finally {
      clearTimeout(timer);
    }
  }
}
