export { describeBlobStoreContract } from './blob-store.contract.ts';
export { describeCacheContract } from './cache.contract.ts';
export { describeWithEngine, findEngine, type Engine, type EngineName, type MissingEngine } from './engines.ts';
export { describeEventBusContract } from './event-bus.contract.ts';
export { sameInstance, twoInstances, type Instances } from './instances.ts';
export { describeRateLimiterContract } from './rate-limiter.contract.ts';
export {
  findProgram,
  freePort,
  hasRedisServer,
  startChildServer,
  startRedisServer,
  type ChildServer,
  type ChildServerOptions,
  type RedisServer,
  type RedisServerOptions,
} from './servers/index.ts';
export { describeStreamStoreContract } from './stream-store.contract.ts';
export { startTraceCollector, type CollectedSpan, type TraceCollector } from './trace-collector.ts';
export { describeVectorStoreContract } from './vector-store.contract.ts';
export { eventually, seededRandom } from './waiting.ts';
