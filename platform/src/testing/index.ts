export { describeCacheContract } from './cache.contract.ts';
export { describeEventBusContract } from './event-bus.contract.ts';
export { sameInstance, twoInstances, type Instances } from './instances.ts';
export { describeRateLimiterContract } from './rate-limiter.contract.ts';
export { describeStreamStoreContract } from './stream-store.contract.ts';
export { eventually, seededRandom } from './waiting.ts';
