import { silentLogger, type Logger } from '../logging/index.ts';
import type { EventBus, Topic, Unsubscribe } from './event-bus.ts';

interface Subscription {
  readonly handler: (payload: unknown) => void;
  active: boolean;
}

/** An event bus within this process. `log` hears of handlers that throw. */
export function createMemoryEventBus({ log = silentLogger }: { log?: Logger } = {}): EventBus {
  const subscriptions = new Map<string, Set<Subscription>>();
  let closed = false;

  function requireOpen() {
    if (closed) throw new Error('The event bus is closed.');
  }

  return {
    async publish<Payload>({ name }: Topic<Payload>, payload: Payload) {
      requireOpen();
      // The copy makes this bus behave like one between processes: dates become text, later changes stay unseen.
      const copy: unknown = JSON.parse(JSON.stringify(payload));
      const receivers = [...(subscriptions.get(name) ?? [])];
      // Microtasks run in order, and a handler that publishes does not run inside its publisher.
      queueMicrotask(() => {
        for (const subscription of receivers) {
          if (!subscription.active) continue;
          try {
            subscription.handler(copy);
          } catch (error) {
            log.error({ err: error, topic: name }, 'An event handler threw');
          }
        }
      });
    },

    async subscribe<Payload>({ name }: Topic<Payload>, handler: (payload: Payload) => void): Promise<Unsubscribe> {
      requireOpen();
      const subscription: Subscription = { handler: handler as (payload: unknown) => void, active: true };
      const ofTopic = subscriptions.get(name) ?? new Set();
      subscriptions.set(name, ofTopic.add(subscription));
      return async () => {
        subscription.active = false;
        ofTopic.delete(subscription);
        if (ofTopic.size === 0 && subscriptions.get(name) === ofTopic) subscriptions.delete(name);
      };
    },

    async close() {
      closed = true;
      for (const ofTopic of subscriptions.values()) for (const subscription of ofTopic) subscription.active = false;
      subscriptions.clear();
    },
  };
}
