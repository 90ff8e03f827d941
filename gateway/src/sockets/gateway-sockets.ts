import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { createRequestContext } from '@polyphony/platform/context';
import type { Logger } from '@polyphony/platform/logging';
import { serveGraphqlSockets, type GraphqlSockets } from '@polyphony/platform/sockets';
import { readCredential, type Authenticator } from '../authentication/index.ts';
import { clientAddress, type AdmitOperation } from '../http/index.ts';
import type { RunOperation } from '../operations/index.ts';
import type { GatewaySettings } from '../settings/index.ts';
import { endAtExpiry, type SocketSession } from './session.ts';
import { createSocketCounter } from './socket-counter.ts';

export interface GatewaySocketsOptions {
  server: Server;
  authenticator: Authenticator;
  admit: AdmitOperation;
  run: RunOperation;
  settings: GatewaySettings;
  log: Logger;
}

/**
 * graphql-transport-ws on `/graphql`. `connection_init` carries the credential, in the same names as the headers; without one the
 * client is anonymous. Queries and mutations are served too. When an access token expires, running operations end with
 * UNAUTHENTICATED and the socket closes with 4403: clients connect again with a fresh one.
 */
export function serveGatewaySockets({
  server,
  authenticator,
  admit,
  run,
  settings,
  log,
}: GatewaySocketsOptions): GraphqlSockets {
  const counter = createSocketCounter(settings.maxSocketsPerClient);
  return serveGraphqlSockets<SocketSession>({
    server,
    path: '/graphql',
    log,
    limits: {
      maxPayload: settings.bodyLimit,
      maxOperationsPerSocket: settings.maxOperationsPerSocket,
      connectionInitTimeoutMs: settings.socketInitTimeoutMs,
      keepAliveMs: settings.socketKeepAliveMs,
      slowClientMs: settings.slowClientMs,
      maxSockets: settings.maxSockets,
    },
    async connect(params, connection) {
      const { request } = connection;
      const authentication = await authenticator.authenticate(readCredential(params), { requestId: randomUUID() });
      const { viewer, expiresAt } = authentication;
      const address = clientAddress(request, settings.trustedProxies);
      const userAgent = request.headers['user-agent']?.slice(0, 256);
      const client = viewer === null ? `address:${address}` : `viewer:${viewer.id}`;
      counter.add(client);
      return {
        authentication,
        client,
        expiry: endAtExpiry(connection, expiresAt),
        base: {
          viewer,
          log: viewer === null ? log : log.child({ viewerId: viewer.id }),
          clientAddress: address,
          ...(userAgent !== undefined && { userAgent }),
        },
      };
    },
    async *operate(payload, { base }, signal) {
      const requestId = randomUUID();
      const context = createRequestContext({ ...base, requestId, log: base.log.child({ requestId }), signal });
      await admit(context);
      yield* run(payload, context, 'websocket');
    },
    disconnect({ client, expiry }) {
      clearTimeout(expiry);
      counter.remove(client);
    },
  });
}
