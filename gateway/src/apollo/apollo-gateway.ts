import type { GatewayInterface, GatewaySchemaLoadOrUpdateCallback } from '@apollo/server-gateway-interface';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { createRequestContext, type RequestContext } from '@polyphony/platform/context';
import { formatError } from '@polyphony/platform/graphql';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { readResult, type GraphExecution, type GraphResult } from '../execution/index.ts';
import type { Graph } from '../supergraph/graph.ts';

export interface ApolloGatewayOptions<Context> {
  /** What the graph knows about a request, from Apollo Server's `contextValue`. Left out: the `contextValue` holds such facts. */
  toRequestContext?: (contextValue: Context) => Partial<RequestContext>;
}

/**
 * The graph as a gateway for Apollo Server, for those who want its plugins: `new ApolloServer({ gateway: createApolloGateway(graph) })`.
 * Queries and mutations only, as Apollo Server has no subscriptions. A graph that is replaced is told to Apollo Server, operations end
 * on the one they began with. The graph stays its owner's to close.
 */
export function createApolloGateway<Context = Partial<RequestContext>>(
  graph: Graph,
  { toRequestContext = contextValue => contextValue as Partial<RequestContext> }: ApolloGatewayOptions<Context> = {},
): GatewayInterface {
  const callbacks = new Set<GatewaySchemaLoadOrUpdateCallback>();
  const schemaContext = ({ schema, supergraphSdl }: GraphExecution) => ({
    apiSchema: schema,
    coreSupergraphSdl: supergraphSdl,
  });
  const stopListening = graph.onReplaced(() => {
    for (const callback of callbacks) callback(schemaContext(graph.current));
  });
  return {
    onSchemaLoadOrUpdate(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    async load() {
      for (const callback of callbacks) callback(schemaContext(graph.current));
      return {
        async executor({ source, operationName, request, context }) {
          const requestContext = createRequestContext(toRequestContext(context as Context));
          const execution = graph.current;
          try {
            const operation = execution.prepare({ query: source, operationName });
            return toExecutionResult(await execution.execute(operation, request.variables ?? {}, requestContext));
          } catch (error) {
            const errors = error instanceof RequestRejectedError ? error.errors : [formatError(error, requestContext)];
            return { errors: errors.map(toGraphqlError) };
          }
        },
      };
    },
    async stop() {
      stopListening();
      callbacks.clear();
    },
  };
}

function toExecutionResult(result: GraphResult) {
  const { data, errors } = readResult(result);
  return { ...(data !== undefined && { data }), ...(errors !== undefined && { errors: errors.map(toGraphqlError) }) };
}

/** Apollo Server wants error objects; those of the graph are masked and coded already. */
function toGraphqlError({ message, path, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { path, extensions });
}
