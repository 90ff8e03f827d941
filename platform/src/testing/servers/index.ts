// Real servers for tests and benchmarks. Unlike `@polyphony/platform/testing` this can be imported outside of jest.
export { findProgram, freePort, startChildServer, type ChildServer, type ChildServerOptions } from './child-server.ts';
export { hasRedisServer, startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts';
