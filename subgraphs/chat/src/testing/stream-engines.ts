import { randomUUID } from 'node:crypto';
import { createMemoryEventBus, type EventBus } from '@polyphony/platform/events';
import { createRedisEventBus, createRedisStreamStore } from '@polyphony/platform/redis';
import { createMemoryStreamStore, type StreamStore } from '@polyphony/platform/streams';

const limits = { maxEntries: 10_000, ttlSeconds: 60 };

/** Events and streams on the Redis that REDIS_TEST_URL names, else in memory. */
export function createStreamEngines(): { events: EventBus; streams: StreamStore } {
  const url = process.env['REDIS_TEST_URL'];
  if (url === undefined || url === '') {
    return { events: createMemoryEventBus(), streams: createMemoryStreamStore(limits) };
  }
  const prefix = `test-${randomUUID()}:`;
  return { events: createRedisEventBus({ url, prefix }), streams: createRedisStreamStore({ url, prefix, limits }) };
}
