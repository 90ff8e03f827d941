import type { EventBus, Topic } from './event-bus.ts';

export interface EventStreamOptions {
  signal: AbortSignal;
  /**
   * What happens to a reader slower than its events: `latest` keeps only the newest; `fail` throws EventsLostError once more than
   * `limit` events wait.
   */
  overflow: 'latest' | 'fail';
  limit?: number;
}

export class EventsLostError extends Error {
  override readonly name = 'EventsLostError';
}

/**
 * The events of a topic as an async iterable with a bounded queue. Awaiting this function means being subscribed: read the
 * current state after it, and no change is missed. Ends when the signal aborts or the reader leaves.
 */
export async function eventStream<Payload>(
  bus: EventBus,
  topic: Topic<Payload>,
  { signal, overflow, limit = 1000 }: EventStreamOptions,
): Promise<AsyncGenerator<Payload, void, undefined>> {
  const waiting: Payload[] = [];
  let lost = false;
  let wake = Promise.withResolvers<void>();
  const unsubscribe = await bus.subscribe(topic, payload => {
    if (overflow === 'latest') waiting.length = 0;
    if (waiting.length >= limit) lost = true;
    else waiting.push(payload);
    wake.resolve();
  });
  const onAbort = () => wake.resolve();
  signal.addEventListener('abort', onAbort, { once: true });

  async function* read(): AsyncGenerator<Payload, void, undefined> {
    while (!signal.aborted) {
      while (waiting.length > 0 && !signal.aborted) yield waiting.shift() as Payload;
      if (lost) throw new EventsLostError(`More than ${limit} events of ${topic.name} waited for a slow reader.`);
      if (waiting.length > 0 || signal.aborted) continue;
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  }

  const reader = read();
  let released: Promise<void> | undefined;
  const release = () => {
    signal.removeEventListener('abort', onAbort);
    wake.resolve();
    return (released ??= unsubscribe());
  };
  // A generator that was never started skips its `finally`, so the release is tied to the iterator's own methods.
  const next = reader.next.bind(reader);
  const leave = reader.return.bind(reader);
  return Object.assign(reader, {
    async next() {
      const result = await next();
      if (result.done) await release();
      return result;
    },
    async return() {
      await release();
      return leave();
    },
  });
}
