import type { Cache } from '@polyphony/platform/cache';
import { CancelledError } from '@polyphony/platform/errors';
import type { HealthCheck } from '@polyphony/platform/health';
import type { EventBus } from '@polyphony/platform/events';
import { closeHttpApp } from '@polyphony/platform/http';
import type { InternalCaller } from '@polyphony/platform/internal-calls';
import type { Logger } from '@polyphony/platform/logging';
import type { RateLimiter } from '@polyphony/platform/rate-limits';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { createAuthenticationWatch, createUsersServiceAuthenticator } from '../authentication/index.ts';
import { createClientLimits, createConnectionCounter } from '../clients/index.ts';
import { createEventStreams } from '../event-streams/index.ts';
import { createGraphExecution, type GraphExecution } from '../execution/index.ts';
import { createGatewayHttp } from '../http/index.ts';
import { createOperationLimits, protectExecution } from '../limits/index.ts';
import { createCostExtension } from '../limits/cost-extension.ts';
import { createGatewayMetrics, showSubgraphs } from '../metrics/index.ts';
import { createOperationObserver, observeFetches, operationNamesOf } from '../observation/index.ts';
import { createOperationDocuments, createOperationRunner, createPersistedQueries } from '../operations/index.ts';
import { createTrustedDocuments } from '../persisted-operations/index.ts';
import { queryPlanExtension } from '../query-plans/index.ts';
import { defaultGatewaySettings, type GatewaySettings } from '../settings/index.ts';
import { serveGatewaySockets } from '../sockets/index.ts';
import { createSubscriptions, showSubscriptions } from '../subscriptions/index.ts';
import {
  createLiveGraph,
  createOriginList,
  createSubgraphConnections,
  staticSource,
  type ConnectSubgraph,
  type SupergraphSource,
} from '../supergraph/index.ts';
import { configuredReporter } from '../usage-reports/index.ts';

export interface GatewayOptions {
  /** Subgraphs that the supergraph names, in process or remote. */
  subgraphs: readonly ExecutableSubgraph[];
  /** Connects to the others it names, where the settings allow; without it, none may be named. */
  connect?: ConnectSubgraph;
  /** The supergraph, or where it and those that replace it come from. */
  supergraphSdl: string | SupergraphSource;
  /** Operations known before any client asks, by their SHA-256: they are planned in advance. */
  persistedOperations?: Readonly<Record<string, string>>;
  /** Reaches the users service: `publicKeys` and `authenticateApiKey`. */
  internal: InternalCaller;
  /** Where sessions that were logged out are marked. */
  cache: Cache;
  /** Tells of sessions that end. */
  events: EventBus;
  rateLimiter: RateLimiter;
  log: Logger;
  settings?: Partial<GatewaySettings>;
  /** What the gateway needs besides its subgraphs. */
  healthChecks?: readonly HealthCheck[];
}

export interface Gateway {
  /** Starts to accept requests. Port 0 lets the system pick a free one. */
  listen(address: { host: string; port: number }): Promise<{ url: string; port: number }>;
  /** Stops accepting, finishes running requests, ends subscriptions with a final coded error and sockets with 1001. */
  close(): Promise<void>;
}

/** The one public endpoint: HTTP, graphql-ws and server-sent events over the federated graph. */
export async function createGateway({
  subgraphs,
  connect,
  supergraphSdl,
  persistedOperations = {},
  internal,
  cache,
  events,
  rateLimiter,
  log,
  settings: given = {},
  healthChecks = [],
}: GatewayOptions): Promise<Gateway> {
  const settings: GatewaySettings = { ...defaultGatewaySettings, ...given };
  const closing = new AbortController();
  const metrics = createGatewayMetrics();
  const { authenticator, keySet } = createUsersServiceAuthenticator({ internal, cache });
  const watch = await createAuthenticationWatch({
    authenticator,
    events,
    log,
    recheckMs: settings.credentialRecheckMs,
  });
  const connections = createConnectionCounter(settings.maxSocketsPerClient);
  const clientLimits = createClientLimits({ limiter: rateLimiter, rates: settings, log });
  const limits = createOperationLimits({ introspection: settings.introspection });
  const trustedDocuments = createTrustedDocuments({ mode: settings.trustedDocuments, documents: persistedOperations });
  const subgraphConnections = createSubgraphConnections({
    given: subgraphs,
    connect,
    healthChecks,
    isAllowed: createOriginList(settings.subgraphOrigins),
    log,
  });
  const usage = await configuredReporter(settings, log);
  const observed = (execution: GraphExecution) => usage?.observe(execution) ?? execution;
  const subscriptions = createSubscriptions(settings);
  showSubscriptions(metrics, subscriptions.statistics);
  showSubgraphs(metrics, () => subgraphConnections.connected());
  metrics.reserveOperationNames(operationNamesOf(Object.values(persistedOperations)));
  const graph = await createLiveGraph({
    source: typeof supergraphSdl === 'string' ? staticSource(supergraphSdl) : supergraphSdl,
    connections: subgraphConnections,
    build: (sdl, named) =>
      subscriptions.attach({ supergraphSdl: sdl, subgraphs: named }, subscribed =>
        observed(
          protectExecution(
            createGraphExecution({
              supergraphSdl: sdl,
              subgraphs: subscribed.map(observeFetches),
              limits,
              metrics,
              eventTimeoutMs: settings.requestTimeoutMs,
            }),
            { maxCost: settings.maxCost, introspection: settings.introspection },
          ),
        ),
      ),
    knownOperations: Object.values(persistedOperations).map(query => ({ query })),
    warmUpOperations: settings.warmUpOperations,
    graceMs: settings.requestTimeoutMs + 1000,
    metrics,
    log,
  });
  graph.onReplaced(subscriptions.drain);
  const runner = createOperationRunner({
    graph,
    documents: createOperationDocuments({
      trusted: trustedDocuments,
      persisted: settings.persistedQueries ? createPersistedQueries() : undefined,
    }),
    observer: createOperationObserver({ metrics, log, slowOperationMs: settings.slowOperationMs }),
    requestTimeoutMs: settings.requestTimeoutMs,
  });
  const eventStreams = createEventStreams({
    watch,
    keepAliveMs: settings.socketKeepAliveMs,
    slowClientMs: settings.slowClientMs,
  });
  const app = await createGatewayHttp({
    authenticator,
    keySet,
    clientLimits,
    connections,
    runner,
    extensions: [createCostExtension(settings.maxCost), queryPlanExtension],
    eventStreams,
    metrics,
    healthChecks: subgraphConnections.healthChecks,
    isDraining: () => closing.signal.aborted,
    settings,
    log,
  });
  const sockets = serveGatewaySockets({
    server: app.server,
    authenticator,
    watch,
    connections,
    strangers: createConnectionCounter(settings.maxSocketsPerClient),
    clientLimits,
    run: runner.run,
    settings,
    log,
  });
  metrics.socketsOpen(() => sockets.open);

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    closing.abort(new CancelledError('The server is shutting down.'));
    await graph.close();
    await Promise.all([sockets.close(), eventStreams.close(), closeHttpApp(app, settings.shutdownGraceMs)]);
    await watch.close();
    await subgraphConnections.close();
    await usage?.close();
    metrics.close();
  }

  return {
    async listen({ host, port }) {
      await app.listen({ host, port });
      const address = app.server.address();
      void graph.warmUp();
      const actual = typeof address === 'object' ? (address?.port ?? port) : port;
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`, port: actual };
    },
    close: () => (closed ??= close()),
  };
}
