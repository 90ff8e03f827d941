import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { PolledIterator } from '@polyphony/platform/iterators';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { GatewayMetrics } from '../metrics/index.ts';
import type { GraphRequest } from './graph-request.ts';
import type { GraphResult } from './graph-result.ts';
import { createOperationCache } from './operation-cache.ts';
import type { OperationLimits } from './operation-limits.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { createProgramExecution } from './program-execution.ts';

/** Of the specifications that a supergraph may say one must know; those of authorization are not among them: it is the services' matter. */
const supportedFeatures = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/context/v0.1',
  'https://specs.apollo.dev/cost/v0.1',
]);

/**
 * Fetches are merged by what they select, which fragments would hide. Where a supergraph offers very many ways to the same fields,
 * finding the best of them could take a client's small operation tens of seconds of everybody's time.
 */
const plannerSettings = { reuseQueryFragments: false, debug: { maxEvaluatedPlans: 500, pathsLimit: 1000 } };

export type Variables = Readonly<Record<string, unknown>>;

/** The results of a subscription as they come. */
export type GraphResults = PolledIterator<GraphResult> & AsyncIterable<GraphResult, unknown, undefined>;

/** Executes operations on one supergraph: everything the rest of the gateway knows about execution. */
export interface GraphExecution {
  readonly supergraphSdl: string;
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  /** Parses, validates, measures and plans; remembers the latest. @throws RequestRejectedError when it cannot run. */
  prepare(request: Pick<GraphRequest, 'query' | 'operationName'>): PreparedOperation;
  /** Executes a query or a mutation. Never rejects: what goes wrong is in the result. */
  execute(operation: PreparedOperation, variables: Variables, context: RequestContext): Promise<GraphResult>;
  /**
   * Executes a subscription, pulling one event at a time. Throws RequestRejectedError where there is nothing to read, at once or to who
   * reads, and what the upstream throws when it breaks.
   */
  subscribe(operation: PreparedOperation, variables: Variables, context: RequestContext): GraphResults;
}

export interface GraphExecutionOptions {
  supergraphSdl: string;
  subgraphs: readonly ExecutableSubgraph[];
  limits: OperationLimits;
  metrics: GatewayMetrics;
  eventTimeoutMs: number;
}

/** @throws Error when the supergraph names a subgraph that is not given. */
export function createGraphExecution({
  supergraphSdl,
  subgraphs,
  limits,
  metrics,
  eventTimeoutMs,
}: GraphExecutionOptions): GraphExecution {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures });
  const schema = supergraph.apiSchema().toGraphQLJSSchema();
  const planner = new QueryPlanner(supergraph, plannerSettings);
  const byName = new Map(subgraphs.map(subgraph => [subgraph.name, subgraph]));
  return {
    supergraphSdl,
    schema,
    prepare: createOperationCache({ supergraph, schema, planner, limits, counts: metrics.preparedOperations }),
    ...createProgramExecution({ schema, subgraphs: byName, metrics, eventTimeoutMs }),
  };
}
