import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { Logger } from '@polyphony/platform/logging';
import { maxTokens, type GraphExecution } from '../execution/index.ts';
import { findExcess } from '../limits/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';
import type { GatewaySettings } from '../settings/index.ts';
import { operationMetricsPlugin } from './operation-metrics.plugin.ts';

export interface ApolloOptions {
  execution: GraphExecution;
  metrics: GatewayMetrics;
  settings: GatewaySettings;
  log: Logger;
}

/** Apollo Server for queries and mutations: reads, validates, executes through the gateway, formats. Started. */
export async function createApolloServer({
  execution,
  metrics,
  settings,
  log,
}: ApolloOptions): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: execution.gateway,
    introspection: settings.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    cache: 'bounded',
    ...(!settings.persistedQueries && { persistedQueries: false as const }),
    parseOptions: { maxTokens },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: error => formatRequestError(error, log),
    logger: log,
    plugins: [
      subscriptionsElsewhere,
      reasonableSize,
      operationMetricsPlugin(metrics),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await server.start();
  return server;
}

const subscriptionsElsewhere: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
        throw new GraphQLError(
          'Subscribe over WebSocket (graphql-transport-ws) or at /graphql/stream (server-sent events).',
          {
            extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
          },
        );
      },
    };
  },
};

const reasonableSize: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation }) {
        const excess = operation === undefined ? null : findExcess(document, operation);
        if (excess === null) return;
        throw new GraphQLError(excess, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
      },
    };
  },
};

/** Errors of execution come formatted; what is left are Apollo's own, about the request, in its own codes. */
function formatRequestError(
  { message, extensions, ...position }: GraphQLFormattedError,
  log: Logger,
): GraphQLFormattedError {
  const { stacktrace: _stacktrace, ...rest } = extensions ?? {};
  if (rest['code'] === 'BAD_REQUEST' || rest['code'] === 'OPERATION_RESOLUTION_FAILURE')
    rest['code'] = 'BAD_USER_INPUT';
  if (rest['code'] === 'INTERNAL_SERVER_ERROR' && rest['requestId'] === undefined) {
    log.error({ message }, 'Unexpected error in Apollo Server');
    return { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  }
  return { message, ...position, extensions: rest };
}
