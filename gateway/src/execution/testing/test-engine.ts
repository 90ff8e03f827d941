import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type DocumentNode } from 'graphql';
import { createRequestContext } from '@polyphony/platform/context';
import type { ExecutableSubgraph, SubgraphRequest } from '@polyphony/platform/subgraph';
import { composeSupergraph } from '../../composition/index.ts';
import { createGatewayMetrics } from '../../metrics/index.ts';
import { createGraphExecution, type GraphExecution } from '../graph-execution.ts';
import { fromLatin1, toLatin1 } from '@polyphony/platform/text';
import { readResult } from '../graph-result.ts';

type Module = Exclude<Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number], DocumentNode>;

export interface TestSubgraph {
  name: string;
  /** Without the link to the federation specification. */
  sdl: string;
  resolvers: NonNullable<Module['resolvers']>;
}

/** A request that a subgraph got. */
export interface TestFetch extends SubgraphRequest {
  subgraph: string;
}

export interface TestEngine {
  readonly execution: GraphExecution;
  /** What subgraphs were asked since the last look. */
  takeFetches(): TestFetch[];
  /** Changes the text of a subgraph's next answers, until it is called again. */
  tamper(subgraph: string, change: ((answer: string) => string) | null): void;
  run(query: string, variables?: Record<string, unknown>): Promise<{ data: unknown; errors: readonly TestError[] }>;
}

export interface TestError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: { code?: unknown };
}

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@context", "@fromContext"]
)\n`;

/** An execution over subgraphs in this process that are reached by text, as those over HTTP are. */
export function createTestEngine(subgraphs: readonly TestSubgraph[]): TestEngine {
  const fetches: TestFetch[] = [];
  const changes = new Map<string, (answer: string) => string>();
  const executables = subgraphs.map(({ name, sdl, resolvers }): ExecutableSubgraph => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(link + sdl), resolvers }]);
    return {
      name,
      sdl,
      execute: () => Promise.reject(new Error('Not by values.')),
      // oxlint-disable-next-line require-yield -- nothing is subscribed to
      async *subscribe() {
        throw new Error('Nothing to subscribe to.');
      },
      async executeText({ body }) {
        const request = JSON.parse(fromLatin1(body)) as SubgraphRequest;
        fetches.push({ subgraph: name, ...request });
        const result = await graphql({
          schema,
          source: request.query,
          variableValues: request.variables,
          operationName: request.operationName,
        });
        return toLatin1((changes.get(name) ?? (answer => answer))(JSON.stringify(result)));
      },
    };
  });
  const execution = createGraphExecution({
    supergraphSdl: composeSupergraph(subgraphs.map(({ name, sdl }) => ({ name, sdl: link + sdl }))),
    subgraphs: executables,
    limits: { check: () => undefined, costOf: () => () => 0 },
    metrics: createGatewayMetrics(),
    eventTimeoutMs: 1000,
  });
  return {
    execution,
    takeFetches: () => fetches.splice(0),
    tamper(subgraph, change) {
      if (change === null) changes.delete(subgraph);
      else changes.set(subgraph, change);
    },
    async run(query, variables = {}) {
      const result = await execution.execute(execution.prepare({ query }), variables, createRequestContext());
      const { data, errors = [] } = readResult(result);
      return { data, errors };
    },
  };
}
