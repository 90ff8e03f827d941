import { CancelledError } from '../errors/index.ts';
import { addHealthRoutes, closeHttpApp, createHttpApp } from '../http/index.ts';
import type { IdentitySigner } from '../identity/index.ts';
import type { RequestContext } from '../context/index.ts';
import type { Logger } from '../logging/index.ts';
import { serveGraphqlSockets } from '../sockets/index.ts';
import { createExecutableSubgraph } from './executable.ts';
import { addGraphqlRoute } from './graphql.route.ts';
import { addInternalCallRoute } from './internal-call.route.ts';
import { subgraphSocketHandlers } from './subgraph-socket.handlers.ts';
import type { Subgraph } from './subgraph.ts';

export interface ServeSubgraphOptions<Context extends RequestContext> {
  subgraph: Subgraph<Context>;
  signer: IdentitySigner;
  log: Logger;
  host: string;
  /** 0 lets the system pick a free one. */
  port: number;
  /** Largest request body in bytes; 1 MB when not given. */
  bodyLimit?: number;
  /** How long running requests may take to finish when the server closes. */
  shutdownGraceMs?: number;
}

export interface ServedSubgraph {
  /** Base address, for example `http://127.0.0.1:4011`. */
  readonly url: string;
  /** Stops accepting, finishes running requests, ends subscriptions with a coded error and sockets with 1001. */
  close(): Promise<void>;
}

/**
 * Serves a subgraph to our other processes: `POST /graphql`, graphql-ws on `/graphql`, `POST /internal/<procedure>`, `/healthz` and
 * `/readyz`. Everything but health needs an identity signed by one of us.
 */
export async function serveSubgraph<Context extends RequestContext>({
  subgraph,
  signer,
  log,
  host,
  port,
  bodyLimit = 1024 * 1024,
  shutdownGraceMs = 10_000,
}: ServeSubgraphOptions<Context>): Promise<ServedSubgraph> {
  const app = createHttpApp({ log, bodyLimit });
  const closing = new AbortController();
  const executable = createExecutableSubgraph(subgraph);
  addHealthRoutes(app, { checks: subgraph.healthChecks, isDraining: () => closing.signal.aborted });
  addGraphqlRoute(app, { executable, signer, log });
  await app.register(plugin => addInternalCallRoute(plugin, { procedures: subgraph.procedures, signer, log }));
  const sockets = serveGraphqlSockets({
    server: app.server,
    path: '/graphql',
    log,
    // One socket carries all streams of one gateway process.
    limits: { maxPayload: bodyLimit, maxOperationsPerSocket: 100_000 },
    ...subgraphSocketHandlers({ executable, signer, log }),
  });
  await app.listen({ host, port });
  const address = app.server.address();
  return {
    url: `http://${host}:${typeof address === 'object' ? (address?.port ?? port) : port}`,
    async close() {
      closing.abort(new CancelledError('The server is shutting down.'));
      await sockets.close();
      await closeHttpApp(app, shutdownGraceMs);
    },
  };
}
