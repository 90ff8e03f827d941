export { describeCacheContract } from './cache.contract.ts';
export { findProgram, freePort, startChildServer, type ChildServer, type ChildServerOptions } from './child-server.ts';
export { describeWithEngine, findEngine, type Engine, type EngineName, type MissingEngine } from './engines.ts';
export { describeEventBusContract } from './event-bus.contract.ts';
export { sameInstance, twoInstances, type Instances } from './instances.ts';
export { describeRateLimiterContract } from './rate-limiter.contract.ts';
export { hasRedisServer, startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts';
export { describeStreamStoreContract } from './stream-store.contract.ts';
export { eventually, seededRandom } from './waiting.ts';
