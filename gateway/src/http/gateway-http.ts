import type { FastifyInstance } from 'fastify';
import type { HealthCheck } from '@polyphony/platform/health';
import { addHealthRoutes, createHttpApp } from '@polyphony/platform/http';
import type { Logger } from '@polyphony/platform/logging';
import type { Authenticator, KeySet } from '../authentication/index.ts';
import type { ClientLimits, ConnectionCounter } from '../clients/index.ts';
import { addEventStreamRoute, type EventStreams } from '../event-streams/index.ts';
import { addExplorerRoute } from '../explorer/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';
import type { OperationRunner, ResponseExtension } from '../operations/index.ts';
import type { GatewaySettings } from '../settings/index.ts';
import { allowOrigins } from './cors.ts';
import { addGraphqlRoute } from './graphql.route.ts';
import type { GraphqlAnswer } from './graphql-answer.ts';
import { addKeySetRoute } from './key-set.route.ts';
import { addMetricsRoute } from './metrics.route.ts';
import { isOnThisMachine, isOperator } from './operator-request.ts';
import { authenticateRequests } from './request-authentication.ts';
import { securityHeaders } from './security-headers.ts';
import { createSharedAnswers } from './shared-answers.ts';

export interface GatewayHttpOptions {
  authenticator: Authenticator;
  keySet: KeySet;
  clientLimits: ClientLimits;
  connections: ConnectionCounter;
  runner: OperationRunner;
  /** What answers tell about themselves to clients that ask. */
  extensions: readonly ResponseExtension[];
  eventStreams: EventStreams;
  metrics: GatewayMetrics;
  healthChecks: readonly HealthCheck[];
  isDraining: () => boolean;
  settings: GatewaySettings;
  log: Logger;
}

/** Everything the gateway serves over HTTP; sockets are attached to `app.server` beside it. */
export async function createGatewayHttp(options: GatewayHttpOptions): Promise<FastifyInstance> {
  const { settings, log } = options;
  const app = createHttpApp({
    log,
    bodyLimit: settings.bodyLimit,
    receiveTimeoutMs: settings.requestTimeoutMs,
    // Longer than any answer takes to make.
    standstillMs: settings.requestTimeoutMs + 60_000,
  });
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(securityHeaders);
    done();
  });
  allowOrigins(app, settings.corsOrigins);
  addHealthRoutes(app, {
    checks: options.healthChecks,
    isDraining: options.isDraining,
    mayKnowReasons: request => isOperator(request, settings.metricsToken) || isOnThisMachine(request),
  });
  addKeySetRoute(app, options.keySet);
  addMetricsRoute(app, { metrics: options.metrics, token: settings.metricsToken });
  if (settings.explorer) addExplorerRoute(app);
  const sharedAnswers = settings.shareEqualRequests ? createSharedAnswers<GraphqlAnswer>() : undefined;
  options.metrics.show({
    name: 'polyphony_shared_answers_total',
    help: 'Requests that were sent the answer to an equal one that was under way.',
    type: 'counter',
    read: () => sharedAnswers?.joined ?? 0,
  });
  await app.register(async plugin => {
    const authenticated = authenticateRequests(plugin, {
      authenticator: options.authenticator,
      limits: options.clientLimits,
      trustedProxies: settings.trustedProxies,
      log,
    });
    addGraphqlRoute(plugin, {
      authenticated,
      runner: options.runner,
      connections: options.connections,
      streams: options.eventStreams,
      extensions: options.extensions,
      requestTimeoutMs: settings.requestTimeoutMs,
      sharedAnswers,
    });
    addEventStreamRoute(plugin, {
      authenticated,
      connections: options.connections,
      runner: options.runner,
      streams: options.eventStreams,
    });
  });
  return app;
}
