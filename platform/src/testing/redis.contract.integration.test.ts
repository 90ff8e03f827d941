import { randomUUID } from 'node:crypto';
import { createMemoryCache } from '../cache/index.ts';
import {
  createRedisCache,
  createRedisEventBus,
  createRedisRateLimiter,
  createRedisStreamStore,
} from '../redis/index.ts';
import {
  describeCacheContract,
  describeEventBusContract,
  describeRateLimiterContract,
  describeStreamStoreContract,
  describeWithEngine,
  sameInstance,
  twoInstances,
} from './index.ts';

describeCacheContract('in process', async () => sameInstance(createMemoryCache()));

await describeWithEngine('redis', ({ url }) => {
  const prefix = `test-${randomUUID()}:`;
  /** Another spelling of the same server, so that each instance has connections of its own, as another process would. */
  let connections = 0;
  const options = () => ({ url: `${url}?connection=${connections++}`, prefix });

  describeEventBusContract('Redis', async () => twoInstances(() => createRedisEventBus(options())));
  describeStreamStoreContract('Redis', async limits =>
    twoInstances(() => createRedisStreamStore({ ...options(), limits })),
  );
  describeCacheContract('Redis', async () => twoInstances(() => createRedisCache(options())));
  describeRateLimiterContract('Redis', async () => twoInstances(() => createRedisRateLimiter(options())));
});
