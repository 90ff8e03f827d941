import type { ApolloServer } from '@apollo/server';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { RequestContext } from '@polyphony/platform/context';
import type { HealthCheck } from '@polyphony/platform/health';
import { addHealthRoutes, createHttpApp, requestIdHeader } from '@polyphony/platform/http';
import type { Logger } from '@polyphony/platform/logging';
import type { Authenticator, KeySet } from '../authentication/index.ts';
import type { AdmitOperation, ConnectionCounter } from '../clients/index.ts';
import { addEventStreamRoute, type EventStreams } from '../event-streams/index.ts';
import { addExplorerRoute } from '../explorer/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';
import type { RunOperation } from '../operations/index.ts';
import type { GatewaySettings } from '../settings/index.ts';
import { createOriginCheck } from './cors.ts';
import { addGraphqlRoute } from './graphql.route.ts';
import { addKeySetRoute } from './key-set.route.ts';
import { addMetricsRoute } from './metrics.route.ts';
import { authenticateRequests } from './request-authentication.ts';

export interface GatewayHttpOptions {
  apollo: ApolloServer<RequestContext>;
  authenticator: Authenticator;
  keySet: KeySet;
  admit: AdmitOperation;
  connections: ConnectionCounter;
  run: RunOperation;
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
  const app = createHttpApp({ log, bodyLimit: settings.bodyLimit, receiveTimeoutMs: settings.requestTimeoutMs });
  await app.register(helmet, { crossOriginResourcePolicy: { policy: 'cross-origin' } });
  const isAllowed = createOriginCheck(settings.corsOrigins);
  await app.register(cors, {
    origin: (origin, answer) => answer(null, isAllowed(origin)),
    methods: ['GET', 'POST'],
    // Tokens travel in headers; cookies are never used.
    credentials: false,
    exposedHeaders: [requestIdHeader, 'retry-after'],
    maxAge: 86_400,
  });
  addHealthRoutes(app, { checks: options.healthChecks, isDraining: options.isDraining });
  addKeySetRoute(app, options.keySet);
  addMetricsRoute(app, { metrics: options.metrics, token: settings.metricsToken });
  if (settings.explorer) addExplorerRoute(app);
  await app.register(async plugin => {
    const authenticated = authenticateRequests(plugin, {
      authenticator: options.authenticator,
      admit: options.admit,
      trustedProxies: settings.trustedProxies,
      log,
    });
    addGraphqlRoute(plugin, { apollo: options.apollo, authenticated, requestTimeoutMs: settings.requestTimeoutMs });
    addEventStreamRoute(plugin, {
      authenticated,
      connections: options.connections,
      run: options.run,
      streams: options.eventStreams,
    });
  });
  return app;
}
