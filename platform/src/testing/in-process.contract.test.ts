import { createMemoryCache } from '../cache/index.ts';
import { createMemoryEventBus } from '../events/index.ts';
import { createMemoryRateLimiter } from '../rate-limits/index.ts';
import { createMemoryStreamStore } from '../streams/index.ts';
import {
  describeCacheContract,
  describeEventBusContract,
  describeRateLimiterContract,
  describeStreamStoreContract,
  sameInstance,
} from './index.ts';

describeEventBusContract('in process', async () => sameInstance(createMemoryEventBus()));
describeStreamStoreContract('in process', async limits => sameInstance(createMemoryStreamStore(limits)));
describeCacheContract('in process', async () => sameInstance(createMemoryCache()));
describeRateLimiterContract('in process', async () => sameInstance(createMemoryRateLimiter()));
