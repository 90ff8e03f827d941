import { Supergraph } from '@apollo/federation-internals';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { DocumentNode, FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { Logger } from '@polyphony/platform/logging';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { GatewayMetrics } from '../metrics/index.ts';
import { createApolloExecution } from './apollo-execution.ts';
import type { GraphRequest } from './graph-request.ts';
import { SubgraphDataSource } from './subgraph.data-source.ts';
import { createSubscriptionExecution } from './subscription-execution.ts';

/** Everything the rest of the gateway knows about execution. */
export interface GraphExecution {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  /** Queries and mutations, for Apollo Server. */
  readonly gateway: ApolloServerOptionsWithGateway<RequestContext>['gateway'];
  /** Subscriptions; see `createSubscriptionExecution` for what it throws. */
  subscribe(
    document: DocumentNode,
    request: GraphRequest,
    context: RequestContext,
  ): AsyncGenerator<FormattedExecutionResult, void, undefined>;
}

export interface GraphExecutionOptions {
  supergraphSdl: string;
  subgraphs: readonly ExecutableSubgraph[];
  metrics: GatewayMetrics;
  log: Logger;
  eventTimeoutMs: number;
}

/** @throws Error when the supergraph names a subgraph that is not given. */
export function createGraphExecution({
  supergraphSdl,
  subgraphs,
  metrics,
  log,
  eventTimeoutMs,
}: GraphExecutionOptions): GraphExecution {
  const supergraph = Supergraph.build(supergraphSdl);
  const schema = supergraph.apiSchema().toGraphQLJSSchema();
  const byName = new Map(subgraphs.map(subgraph => [subgraph.name, subgraph]));
  const dataSources = new Map(subgraphs.map(subgraph => [subgraph.name, new SubgraphDataSource(subgraph, metrics)]));
  return {
    schema,
    gateway: createApolloExecution({ supergraphSdl, dataSources, log }),
    subscribe: createSubscriptionExecution({ supergraph, schema, subgraphs: byName, dataSources, eventTimeoutMs }),
  };
}
