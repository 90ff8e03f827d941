import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '@polyphony/platform/context';
import type { GatewayMetrics } from '../metrics/index.ts';

/** Counts and times queries and mutations, over HTTP and over sockets alike. */
export function operationMetricsPlugin(metrics: GatewayMetrics): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      const started = performance.now();
      return {
        async willSendResponse({ operation, response, contextValue }) {
          const result = response.body.kind === 'single' ? response.body.singleResult : undefined;
          const code = String(result?.errors?.[0]?.extensions?.['code'] ?? 'OK');
          const durationMs = performance.now() - started;
          metrics.operationFinished({ type: operation?.operation ?? 'unknown', code, durationMs });
          contextValue.log.debug(
            { operation: operation?.name?.value, type: operation?.operation, code, durationMs: Math.round(durationMs) },
            'Operation',
          );
        },
      };
    },
  };
}
