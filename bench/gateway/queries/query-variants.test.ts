import { describe, expect, it } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, print, validate } from 'graphql';
import { subgraphDefinitions } from '../graph/index.ts';
import { composeGraph } from '../graph/compose-graph.ts';
import { Supergraph } from '@apollo/federation-internals';
import { deepQuery } from './deep-query.ts';
import { queryVariants } from './query-variants.ts';

describe('queryVariants', () => {
  const variants = queryVariants(200);

  it('makes as many different queries as asked for', () => expect(new Set(variants).size).toBe(200));

  it('asks for what the deep query asks for, under other names', () => {
    for (const variant of variants) {
      expect(variant.match(/v\d+_\d: /g)).toHaveLength(7);
      expect(variant.replaceAll(/v\d+_\d: /g, '')).toBe(deepQuery);
    }
  });

  it('makes queries that are valid in the graph of the benchmark', () => {
    const schema = Supergraph.build(composeGraph(subgraphDefinitions)).apiSchema().toGraphQLJSSchema();
    for (const query of [deepQuery, ...variants]) expect(validate(schema, parse(query))).toEqual([]);
    expect(print(parse(variants[0]!))).toContain('v100_0: name');
  });
});

describe('The graph of the benchmark', () => {
  it('is one that every subgraph serves its part of', () => {
    for (const { typeDefs, resolvers } of subgraphDefinitions)
      expect(() => buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }])).not.toThrow();
  });
});
