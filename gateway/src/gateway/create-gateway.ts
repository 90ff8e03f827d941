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
import { createClientRateLimit, createConnectionCounter } from '../clients/index.ts';
import { createEventStreams } from '../event-streams/index.ts';
import { createGraphExecution } from '../execution/index.ts';
import { createApolloServer, createGatewayHttp } from '../http/index.ts';
import { createOperationLimits } from '../limits/index.ts';
import { createGatewayMetrics } from '../metrics/index.ts';
import { createOperationRunner } from '../operations/index.ts';
import { defaultGatewaySettings, type GatewaySettings } from '../settings/index.ts';
import { serveGatewaySockets } from '../sockets/index.ts';
// Not through the folder's index, which loads the HTTP client that a gateway in one process does without.
import { subgraphHealthCheck } from '../subgraphs/subgraph-health.ts';

export interface GatewayOptions {
  /** Every subgraph that the supergraph names, in process or remote. */
  subgraphs: readonly ExecutableSubgraph[];
  supergraphSdl: string;
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
  supergraphSdl,
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
  const admit = createClientRateLimit(rateLimiter, settings.rateLimitPerMinute);
  const execution = createGraphExecution({
    supergraphSdl,
    subgraphs,
    limits: createOperationLimits(),
    metrics,
    log,
    eventTimeoutMs: settings.requestTimeoutMs,
  });
  const apollo = await createApolloServer({ execution, metrics, settings, log });
  const run = createOperationRunner({ execution, metrics, requestTimeoutMs: settings.requestTimeoutMs });
  const eventStreams = createEventStreams({
    watch,
    keepAliveMs: settings.socketKeepAliveMs,
    slowClientMs: settings.slowClientMs,
  });
  const app = await createGatewayHttp({
    apollo,
    authenticator,
    keySet,
    admit,
    connections,
    run,
    eventStreams,
    metrics,
    healthChecks: [...subgraphs.map(subgraphHealthCheck), ...healthChecks],
    isDraining: () => closing.signal.aborted,
    settings,
    log,
  });
  const sockets = serveGatewaySockets({
    server: app.server,
    authenticator,
    watch,
    connections,
    admit,
    run,
    settings,
    log,
  });
  metrics.socketsOpen(() => sockets.open);

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    closing.abort(new CancelledError('The server is shutting down.'));
    await Promise.all([sockets.close(), eventStreams.close(), closeHttpApp(app, settings.shutdownGraceMs)]);
    await watch.close();
    await apollo.stop();
    metrics.close();
  }

  return {
    async listen({ host, port }) {
      await app.listen({ host, port });
      const address = app.server.address();
      const actual = typeof address === 'object' ? (address?.port ?? port) : port;
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`, port: actual };
    },
    close: () => (closed ??= close()),
  };
}
