import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DownstreamServiceError } from '../errors/index.ts';
import { topic } from '../events/index.ts';
import { checkHealth } from '../health/index.ts';
import { StreamGoneError, type StreamEntry, type StreamStore } from '../streams/index.ts';
import { eventually, findEngine, freePort, startRedisServer, type RedisServer } from '../testing/index.ts';
import {
  connectRedis,
  createRedisCache,
  createRedisEventBus,
  createRedisRateLimiter,
  createRedisStreamStore,
  redisHealthCheck,
} from './index.ts';

const limits = { maxEntries: 1000, ttlSeconds: 60 };
const entry = (sequence: number): StreamEntry => ({ sequence, payload: `"${sequence}"` });
const forever = new AbortController().signal;
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function closing<Port extends { close(): Promise<void> }>(port: Port): Port {
  cleanups.push(() => port.close());
  return port;
}

function collect(store: StreamStore, stream: string) {
  const seen: number[] = [];
  const done = (async () => {
    for await (const { sequence } of store.read(stream, { after: 0, signal: forever })) seen.push(sequence);
  })();
  done.catch(() => {});
  return { seen, done };
}

describe('without a Redis', () => {
  it('a health check says so, and no error comes out of nowhere', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const redis = closing(connectRedis(url));
    const [report] = await checkHealth([redisHealthCheck(redis)], 500);
    expect(report).toMatchObject({ name: 'redis', healthy: false });
  });

  it('a reader, a writer and a subscriber reject within 12 s, naming the service', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const store = closing(createRedisStreamStore({ url, limits }));
    const bus = closing(createRedisEventBus({ url }));
    const cache = closing(createRedisCache({ url }));
    const started = performance.now();
    const attempts = await Promise.allSettled([
      store.read('a', { after: 0, signal: forever }).next(),
      store.append('a', [entry(1)]),
      bus.subscribe(topic('a'), () => {}),
      bus.publish(topic('a'), 1),
      cache.get('a'),
    ]);
    expect(performance.now() - started).toBeLessThan(12_000);
    for (const attempt of attempts) {
      expect(attempt.status === 'rejected' && attempt.reason).toBeInstanceOf(DownstreamServiceError);
    }
  }, 20_000);

  it('whoever waits learns at once that the connection was closed', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const [cache, bus] = [createRedisCache({ url }), createRedisEventBus({ url })];
    const waiting = Promise.allSettled([
      cache.get('a'),
      bus.subscribe(topic('a'), () => {}),
      bus.publish(topic('a'), 1),
    ]);
    await sleep(300);
    const started = performance.now();
    await Promise.all([cache.close(), bus.close()]);
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('a reader that aborts leaves at once', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const store = closing(createRedisStreamStore({ url, limits }));
    const started = performance.now();
    const read = store.read('a', { after: 0, signal: AbortSignal.timeout(50) }).next();
    expect(await read).toEqual({ done: true, value: undefined });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

const engine = await findEngine('redis');
const canStart = !('missing' in engine) && !process.env['REDIS_TEST_URL'];
if (canStart) describeRestarts();
else process.stderr.write('skipped: restarts of Redis: no redis-server to start here\n');
if (!('missing' in engine)) await engine.stop();

function describeRestarts() {
  async function start(options: Parameters<typeof startRedisServer>[0] = {}): Promise<RedisServer> {
    const server = await startRedisServer(options);
    cleanups.push(() => server.stop());
    return server;
  }

  describe('when Redis is killed and starts again', () => {
    it('with its data, readers and subscribers go on without gap or repeat, and retried writes arrive', async () => {
      const server = await start({ persistent: true });
      const store = closing(createRedisStreamStore({ url: server.url, limits }));
      const bus = closing(createRedisEventBus({ url: server.url }));
      const numbers = topic<number>('numbers');
      const events: number[] = [];
      await bus.subscribe(numbers, value => events.push(value));
      await store.append('a', [entry(1), entry(2)]);
      const readers = Array.from({ length: 5 }, () => collect(store, 'a'));
      await eventually('the start was read', () => readers.every(({ seen }) => seen.length === 2));

      await server.kill('SIGKILL');
      const appended = store.append('a', [entry(3), entry(4)]);
      await sleep(300);
      await start({ persistent: true, port: server.port, folder: server.folder });
      await appended;
      await store.append('a', [entry(5)]);
      await store.end('a');
      await Promise.all(readers.map(({ done }) => done));
      for (const { seen } of readers) expect(seen).toEqual([1, 2, 3, 4, 5]);

      await eventually('events flow again', async () => {
        await bus.publish(numbers, 1);
        return events.length > 0;
      });
    }, 20_000);

    it('without its data, waiting readers learn that the stream is gone', async () => {
      const server = await start();
      const store = closing(createRedisStreamStore({ url: server.url, limits }));
      await store.append('a', [entry(1)]);
      const { seen, done } = collect(store, 'a');
      await eventually('the start was read', () => seen.length === 1);
      await server.kill('SIGKILL');
      await start({ port: server.port, folder: server.folder });
      await expect(done).rejects.toThrow(StreamGoneError);
    }, 20_000);

    it('after its scripts were flushed, they are loaded again', async () => {
      const server = await start();
      const limiter = closing(createRedisRateLimiter({ url: server.url }));
      const limit = { limit: 5, windowSeconds: 60 };
      await limiter.consume('key', limit);
      const redis = closing(connectRedis(server.url));
      await redis.send(client => client.script('FLUSH'));
      expect((await limiter.consume('key', limit)).remaining).toBe(3);
    });
  });

  describe('connections', () => {
    it('500 readers and all adapters of a process use two, and leave no subscription behind', async () => {
      const server = await start();
      const url = server.url;
      const store = closing(createRedisStreamStore({ url, limits }));
      const bus = closing(createRedisEventBus({ url }));
      closing(createRedisCache({ url }));
      closing(createRedisRateLimiter({ url }));
      const unsubscribe = await bus.subscribe(topic('x'), () => {});
      await store.append('a', [entry(1)]);
      await store.append('b', [entry(1)]);
      const controller = new AbortController();
      let seen = 0;
      const reads = Array.from({ length: 500 }, async (_, index) => {
        const stream = index % 2 === 0 ? 'a' : 'b';
        for await (const _entry of store.read(stream, { after: 0, signal: controller.signal })) seen++;
      });
      await eventually('all read', () => seen === 500);
      const redis = closing(connectRedis(url));
      const clients = String(await redis.send(client => client.client('LIST')))
        .trim()
        .split('\n');
      expect(clients).toHaveLength(2);
      expect(await redis.send(client => client.pubsub('CHANNELS', '*'))).toHaveLength(3);
      controller.abort();
      await Promise.all(reads);
      await unsubscribe();
      await eventually('no subscription is left', async () => {
        return ((await redis.send(client => client.pubsub('CHANNELS', '*'))) as string[]).length === 0;
      });
    });

    it('adapters work on a cluster', async () => {
      const { port } = await start({ cluster: true });
      const url = `redis://127.0.0.1:${port},redis://127.0.0.1:${port}`;
      const store = closing(createRedisStreamStore({ url, limits }));
      const bus = closing(createRedisEventBus({ url }));
      const cache = closing(createRedisCache({ url }));
      const limiter = closing(createRedisRateLimiter({ url }));
      await store.append('a', [entry(1)]);
      const { seen, done } = collect(store, 'a');
      await eventually('the first', () => seen.length === 1);
      await store.append('a', [entry(2)]);
      await store.end('a');
      await done;
      expect(seen).toEqual([1, 2]);
      const events: number[] = [];
      await bus.subscribe(topic<number>('numbers'), value => events.push(value));
      await bus.publish(topic<number>('numbers'), 7);
      await eventually('the event', () => events.length === 1);
      expect(await cache.setIfAbsent('key', 1, 60)).toBe(true);
      expect((await limiter.consume('key', { limit: 2, windowSeconds: 60 })).remaining).toBe(1);
      const [report] = await checkHealth([redisHealthCheck(closing(connectRedis(url)))]);
      expect(report).toEqual({ name: 'redis', healthy: true, detail: null });
    });
  });
}
