import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRequestContext } from '@polyphony/platform/context';
import { silentLogger } from '@polyphony/platform/logging';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { composeSupergraph } from '../composition/index.ts';
import { createGraphExecution, type GraphExecution, type OperationLimits } from '../execution/index.ts';
import { createGatewayMetrics } from '../metrics/index.ts';
import { createOfferingSource, type OfferingSource } from '../testing/offering-source.ts';
import { until } from '../testing/until.ts';
import { createLiveGraph, type LiveGraph, type LiveGraphOptions } from './live-graph.ts';
import { createSubgraphConnections } from './subgraph-connections.ts';

const noLimits: OperationLimits = { check: () => undefined, costOf: () => () => 0 };
const supergraphOf = (fields: string, name = 'users') =>
  composeSupergraph([
    {
      name,
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { ${fields} }`,
    },
  ]);
const users: ExecutableSubgraph = {
  name: 'users',
  sdl: '',
  execute: async () => ({ data: { a: 1 } }),
  async *subscribe() {
    yield { data: null };
  },
};

describe('A live graph', () => {
  const metrics = createGatewayMetrics();
  const context = createRequestContext();
  const offers: { outcome: string }[] = [];
  let source: OfferingSource;
  let graph: LiveGraph;
  /** What was prepared on which schema. */
  const prepared: string[] = [];
  const start = async (options: Partial<LiveGraphOptions> = {}) => {
    graph = await createLiveGraph({
      source,
      connections: createSubgraphConnections({
        given: [users],
        healthChecks: [],
        isAllowed: () => false,
        log: silentLogger,
      }),
      build(supergraphSdl, subgraphs): GraphExecution {
        const execution = createGraphExecution({
          supergraphSdl,
          subgraphs,
          limits: noLimits,
          metrics,
          eventTimeoutMs: 1000,
        });
        const fields = Object.keys(execution.schema.getQueryType()!.getFields()).join('');
        return {
          ...execution,
          prepare(request) {
            prepared.push(`${request.query} on ${fields}`);
            return execution.prepare(request);
          },
        };
      },
      knownOperations: [],
      warmUpOperations: 10,
      graceMs: 0,
      metrics: { supergraphOffered: offer => void offers.push(offer) },
      log: silentLogger,
      ...options,
    });
    return graph;
  };
  const offer = async (supergraphSdl: string) => {
    const before = offers.length;
    source.offer(supergraphSdl);
    await until(() => offers.length > before);
    return offers.at(-1)?.outcome;
  };
  const execute = async (query: string) => {
    const execution = graph.current;
    return execution.execute(execution.prepare({ query }), {}, context);
  };
  beforeEach(() => {
    offers.length = prepared.length = 0;
    source = createOfferingSource(supergraphOf('a: Int'));
  });
  afterEach(() => graph.close());

  it('replaces what runs by what is offered, and tells who listens', async () => {
    await start();
    const first = graph.current;
    const replaced: string[] = [];
    const stop = graph.onReplaced((reason, previous) => {
      expect(reason.code).toBe('SUBSCRIPTION_SCHEMA_RELOAD');
      expect(graph.current.supergraphSdl).not.toBe(previous.supergraphSdl);
      replaced.push(previous.supergraphSdl);
    });
    expect(await offer(supergraphOf('a: Int b: Int'))).toBe('taken');
    expect(replaced).toEqual([first.supergraphSdl]);
    expect(Object.keys(graph.current.schema.getQueryType()!.getFields())).toEqual(['a', 'b']);
    expect((await first.execute(first.prepare({ query: '{ a }' }), {}, context)).data).toBe('{"a":1}');
    stop();
    await offer(supergraphOf('a: Int c: Int'));
    expect(replaced).toHaveLength(1);
  });

  it('takes the latest of many, and nothing twice', async () => {
    await start();
    for (const field of ['b', 'c', 'd']) source.offer(supergraphOf(`a: Int ${field}: Int`));
    await until(() => graph.current.schema.getQueryType()?.getFields()['d'] !== undefined);
    expect(offers).toHaveLength(2);
    source.offer(supergraphOf('a: Int d: Int'));
    expect(await offer(supergraphOf('a: Int'))).toBe('taken');
    expect(offers).toHaveLength(3);
  });

  it.each([
    ['is no GraphQL', 'type Query {'],
    ['is empty', ''],
    ['is no supergraph', 'type Query { a: Int }'],
    ['is cut short', supergraphOf('a: Int b: Int').slice(0, -200)],
    ['names an unknown subgraph', supergraphOf('a: Int', 'strangers')],
    ['has none of the operations that are in use', supergraphOf('b: Int')],
  ])('refuses what %s, and goes on as before', async (_what, supergraphSdl) => {
    await start();
    for (const alias of ['x', 'y', 'z']) await execute(`{ ${alias}: a }`);
    const before = graph.current;
    expect(await offer(supergraphSdl)).toBe('refused');
    expect(graph.current).toBe(before);
    expect((await execute('{ a }')).data).toBe('{"a":1}');
    expect(await offer(supergraphOf('a: Int z: Int'))).toBe('taken');
  });

  it('does not start with a supergraph that cannot be used', async () => {
    await start();
    source = createOfferingSource('type Query {');
    await expect(start()).rejects.toThrow(/supergraph of a test cannot be used: Syntax Error/);
  });

  it('prepares what is used most, and what is known, before the new graph takes over', async () => {
    await start({ knownOperations: [{ query: '{ known: a }' }] });
    await execute('{ once: a }');
    for (const query of ['{ often: a }', '{ often: a }', '{ removed }']) await execute(query).catch(() => undefined);
    prepared.length = 0;
    expect(await offer(supergraphOf('a: Int b: Int'))).toBe('taken');
    expect(prepared).toEqual(['{ often: a } on ab', '{ once: a } on ab', '{ known: a } on ab']);
  });

  it('prepares nothing in advance where nobody wants it', async () => {
    await start({ knownOperations: [{ query: '{ known: a }' }], warmUpOperations: 0 });
    await execute('{ a }');
    await graph.warmUp();
    prepared.length = 0;
    await offer(supergraphOf('a: Int b: Int'));
    expect(prepared).toEqual([]);
  });

  it('prepares the known operations after the start, letting others work in between', async () => {
    await start({ knownOperations: [1, 2, 3, 4].map(n => ({ query: `{ known${n}: a }` })) });
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    await graph.warmUp();
    clearInterval(counting);
    expect(prepared).toHaveLength(4);
    expect(turns).toBeGreaterThan(2);
  });

  it('refuses a supergraph on which a known operation is valid but cannot be planned', async () => {
    const known = { query: '{ known: a }' };
    await start({
      knownOperations: [known],
      build(supergraphSdl, subgraphs) {
        const options = { supergraphSdl, subgraphs, metrics, eventTimeoutMs: 1000 };
        const isNew = supergraphSdl.includes('b: Int');
        return createGraphExecution({
          ...options,
          limits: {
            ...noLimits,
            check(document) {
              // Stands in for a fault of the planner, which prepares in the same way.
              if (isNew && document.loc?.source.body === known.query) throw new Error('No plan was found');
            },
          },
        });
      },
    });
    await execute('{ a }');
    expect(await offer(supergraphOf('a: Int b: Int'))).toBe('refused');
  });

  it('lets go of graphs that were replaced', async () => {
    await start();
    await execute('{ a }');
    const first = new WeakRef(graph.current);
    await offer(supergraphOf('a: Int b: Int'));
    await execute('{ a b }');
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    await until(() => {
      collectGarbage();
      return first.deref() === undefined;
    });
  });
});
