import { identityHeader } from '@polyphony/platform/identity';
import { windowExtension } from '@polyphony/platform/sockets';
import type { RequestContext } from '@polyphony/platform/context';
import type { OpenStream } from '../subscriptions/index.ts';
import { traceParentHeader, traceParentOf } from '@polyphony/platform/tracing';
import { openSubgraphSocket, type SubgraphSocket } from './subgraph-socket.ts';

/**
 * Streams operations from one subgraph over one socket, which is opened when first needed and closed when long unused.
 *
 * One socket carries the streams of all viewers. The socket only proves that we are one of the subgraph's own; whom a stream is for
 * stands signed in its `subscribe` message, as it does in every request over HTTP, and nothing of one stream is known to another.
 * Flow control is the stream's (see `flow-control.ts` of the platform), so that a slow reader holds back nobody but itself. A socket
 * for every viewer would cost both sides some 20 kB a viewer and a handshake a visit, and would be no safer. Only where a subgraph
 * knows nothing of flow control, and sends faster than a stream is read, do the others of the socket wait with it, and no longer than
 * `slowReaderMs` at a time: a reader that has not caught up by then loses its subscription.
 */
export interface RemoteSubscriber {
  readonly openStream: OpenStream;
  close(): void;
}

export interface RemoteSubscriberOptions {
  name: string;
  url: string;
  /** Signs that we are one of the subgraph's own; called at every connect. */
  introduce: () => string;
  /** Signs for whom a stream is. */
  sign: (context: RequestContext) => string;
  keepAliveMs: number;
  connectTimeoutMs?: number;
  idleMs?: number;
  /** How long one stream's readers may keep all others waiting. */
  slowReaderMs: number;
}

export function createRemoteSubscriber({
  name,
  url,
  introduce,
  sign,
  keepAliveMs,
  connectTimeoutMs = 10_000,
  idleMs = 1000,
  slowReaderMs,
}: RemoteSubscriberOptions): RemoteSubscriber {
  let socket: SubgraphSocket | undefined;
  const connect = () =>
    openSubgraphSocket({
      name,
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      introduce: () => ({ [identityHeader]: introduce() }),
      keepAliveMs,
      connectTimeoutMs,
      idleMs,
      slowReaderMs,
    });

  return {
    openStream({ query, variables, operationName }, context, listener, window) {
      if (socket?.isUsable !== true) socket = connect();
      const extensions = {
        [identityHeader]: sign(context),
        ...windowExtension(window),
        ...(context.span !== undefined && { [traceParentHeader]: traceParentOf(context.span) }),
      };
      return socket.subscribe({ query, variables, operationName, extensions }, listener, window);
    },
    close: () => socket?.close(),
  };
}
