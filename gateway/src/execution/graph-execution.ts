import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { Logger } from '@polyphony/platform/logging';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { GatewayMetrics } from '../metrics/index.ts';
import { createApolloExecution } from './apollo-execution.ts';
import type { GraphRequest } from './graph-request.ts';
import type { GraphResult } from './graph-result.ts';
import { createOperationCache } from './operation-cache.ts';
import type { OperationLimits } from './operation-limits.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { createProgramExecution } from './program-execution.ts';
import { SubgraphDataSource } from './subgraph.data-source.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** Executes operations on one supergraph: everything the rest of the gateway knows about execution. */
export interface GraphExecution {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  /** Parses, validates, measures and plans; remembers the latest. @throws RequestRejectedError when it cannot run. */
  prepare(request: Pick<GraphRequest, 'query' | 'operationName'>): PreparedOperation;
  /** Executes a query or a mutation. Never rejects: what goes wrong is in the result. */
  execute(operation: PreparedOperation, variables: Variables, context: RequestContext): Promise<GraphResult>;
  /**
   * Executes a subscription, pulling one event at a time. Throws RequestRejectedError where there is nothing to read, and what the
   * upstream throws when it breaks.
   */
  subscribe(
    operation: PreparedOperation,
    variables: Variables,
    context: RequestContext,
  ): AsyncGenerator<GraphResult, void, undefined>;
  /** Queries and mutations, for Apollo Server. */
  readonly gateway: ApolloServerOptionsWithGateway<RequestContext>['gateway'];
}

export interface GraphExecutionOptions {
  supergraphSdl: string;
  subgraphs: readonly ExecutableSubgraph[];
  limits: OperationLimits;
  metrics: GatewayMetrics;
  log: Logger;
  eventTimeoutMs: number;
}

/** @throws Error when the supergraph names a subgraph that is not given. */
export function createGraphExecution({
  supergraphSdl,
  subgraphs,
  limits,
  metrics,
  log,
  eventTimeoutMs,
}: GraphExecutionOptions): GraphExecution {
  const supergraph = Supergraph.build(supergraphSdl);
  const schema = supergraph.apiSchema().toGraphQLJSSchema();
  const planner = new QueryPlanner(supergraph, { reuseQueryFragments: false });
  const byName = new Map(subgraphs.map(subgraph => [subgraph.name, subgraph]));
  const dataSources = new Map(subgraphs.map(subgraph => [subgraph.name, new SubgraphDataSource(subgraph, metrics)]));
  return {
    schema,
    prepare: createOperationCache({ supergraph, schema, planner, limits }),
    ...createProgramExecution({ schema, subgraphs: byName, metrics, eventTimeoutMs }),
    gateway: createApolloExecution({ supergraphSdl, dataSources, log }),
  };
}
