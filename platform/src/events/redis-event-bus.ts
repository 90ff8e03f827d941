import { connectRedis, defaultPrefix, type RedisAdapterOptions } from '../redis/index.ts';
import type { EventBus, Topic, Unsubscribe } from './event-bus.ts';

/** An event bus over Redis publish/subscribe: what is published while a process is disconnected does not reach it. */
export function createRedisEventBus({ url, prefix = defaultPrefix, log }: RedisAdapterOptions): EventBus {
  const redis = connectRedis(url, log);
  const leaving = new Set<Unsubscribe>();
  let closed = false;
  const channelOf = (name: string) => `${prefix}event:${name}`;

  function requireOpen() {
    if (closed) throw new Error('The event bus is closed.');
  }

  return {
    async publish<Payload>({ name }: Topic<Payload>, payload: Payload) {
      requireOpen();
      const message = JSON.stringify(payload);
      await redis.send(client => client.publish(channelOf(name), message));
    },

    async subscribe<Payload>({ name }: Topic<Payload>, handler: (payload: Payload) => void): Promise<Unsubscribe> {
      requireOpen();
      // Its own function, since one handler may be subscribed twice.
      const leave = await redis.channels.subscribe(channelOf(name), payload => handler(payload as Payload));
      const unsubscribe = () => {
        leaving.delete(unsubscribe);
        return leave();
      };
      leaving.add(unsubscribe);
      if (closed) await unsubscribe();
      return unsubscribe;
    },

    async close() {
      if (closed) return;
      closed = true;
      for (const unsubscribe of leaving) void unsubscribe();
      await redis.close();
    },
  };
}
