import type { Benchmark } from '../../src/runner/benchmark.ts';
import { deepQuery } from '../queries/deep-query.ts';
import { queryVariants } from '../queries/query-variants.ts';
import { compareOnQueries } from './compare-on-queries.ts';

export const oneQuery: Benchmark = {
  name: 'gateway/one-query',
  description:
    'what a request costs the gateway, one deep query of 87 kB, against stock @apollo/gateway and Hive Gateway',
  run: options => compareOnQueries([deepQuery], options),
};

export const manyQueries: Benchmark = {
  name: 'gateway/many-queries',
  description: 'the same with 200 different queries',
  run: options => compareOnQueries(queryVariants(200), options),
};
