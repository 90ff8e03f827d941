import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { createRequestContext, type RequestContext } from '@polyphony/platform/context';
import { childOnDemand, type Logger } from '@polyphony/platform/logging';
import { deferredIterator, serveGraphqlSockets, type GraphqlSockets } from '@polyphony/platform/sockets';
import { readCredential, type Authenticator, type AuthenticationWatch } from '../authentication/index.ts';
import { clientAddress, clientApplication, type ClientLimits, type ConnectionCounter } from '../clients/index.ts';
import { encodeResult, type GraphResult } from '../execution/index.ts';
import type { RunOperation } from '../operations/index.ts';
import type { GatewaySettings } from '../settings/index.ts';

export interface GatewaySocketsOptions {
  server: Server;
  authenticator: Authenticator;
  watch: AuthenticationWatch;
  connections: ConnectionCounter;
  /** Sockets whose client has not said yet who it is. */
  strangers: ConnectionCounter;
  clientLimits: ClientLimits;
  run: RunOperation;
  settings: GatewaySettings;
  log: Logger;
}

/** A client that was let in over a socket. */
interface SocketSession {
  /** What its operations have in common; each adds its own request id and signal. */
  readonly base: Pick<RequestContext, 'viewer' | 'log' | 'clientAddress' | 'userAgent' | 'application'>;
  leave(): void;
}

/**
 * graphql-transport-ws on `/graphql`. `connection_init` carries the credential, in the same names as the headers; without one the
 * client is anonymous. Queries and mutations are served too. When an access token expires, its session is logged out or an
 * API key is revoked, running operations end with UNAUTHENTICATED and the socket closes with 4403: clients connect again with a fresh one.
 */
export function serveGatewaySockets({
  server,
  authenticator,
  watch,
  connections,
  strangers,
  clientLimits,
  run,
  settings,
  log,
}: GatewaySocketsOptions): GraphqlSockets {
  return serveGraphqlSockets<SocketSession, GraphResult>({
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
    enter(request) {
      const address = clientAddress(request, settings.trustedProxies);
      // Where it has to wait for the count, the next one that comes is refused.
      clientLimits.admitAddress(address)?.catch(() => undefined);
      return strangers.add({ viewer: null, clientAddress: address });
    },
    async connect(params, connection, request) {
      const address = clientAddress(request, settings.trustedProxies);
      const credential = readCredential(params);
      const authentication = await clientLimits.authenticate(address, () =>
        authenticator.authenticate(credential, { requestId: randomUUID() }),
      );
      const { viewer } = authentication;
      const userAgent = request.headers['user-agent']?.slice(0, 256);
      const application = clientApplication(params) ?? clientApplication(request.headers);
      const base: SocketSession['base'] = {
        viewer,
        log: viewer === null ? log : log.child({ viewerId: viewer.id }),
        clientAddress: address,
        ...(userAgent !== undefined && { userAgent }),
        ...(application !== undefined && { application }),
      };
      const discount = connections.add(base);
      const stopWatching = watch.watch({ credential, authentication }, reason => void connection.end(reason));
      return {
        base,
        leave() {
          stopWatching();
          discount();
        },
      };
    },
    operate: (payload, { base }, signal) =>
      deferredIterator(async () => {
        const requestId = randomUUID();
        const log = childOnDemand(base.log, () => ({ requestId }));
        const context = createRequestContext({ ...base, requestId, log, signal, work: { fetches: 0 } });
        await clientLimits.admitOperation(context);
        return run(payload, context, 'websocket');
      }),
    encode: result => encodeResult(result),
    disconnect: session => session.leave(),
  });
}
