import type { Benchmark } from '../src/runner/benchmark.ts';
import { inProcess } from './in-process-queries/in-process.benchmark.ts';
import { leak } from './leak/leak.benchmark.ts';
import { openSubscriptions } from './open-subscriptions/open-subscriptions.benchmark.ts';
import { manyQueries, oneQuery } from './remote-queries/remote-queries.benchmarks.ts';
import { subscriptions } from './streams/subscriptions.benchmark.ts';

/** What the gateway must show. */
export const gatewayBenchmarks: readonly Benchmark[] = [
  oneQuery,
  manyQueries,
  inProcess,
  subscriptions,
  openSubscriptions,
  leak,
];
