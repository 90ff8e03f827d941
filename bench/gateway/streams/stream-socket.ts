import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { StreamEndpoint } from './stream-endpoint.ts';

/** A client of graphql-transport-ws that does as little as it can, since it shares the machine with what is measured. */
export interface StreamSocket {
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  complete(id: string): void;
  /** Leaves as a client does that has crashed. */
  terminate(): void;
  close(): Promise<void>;
}

/**
 * Connects, and hands over every message but the protocol's own as its bytes: `next`, `error` and `complete`. `onClose` hears of a
 * socket that was not closed from here.
 */
export async function openStreamSocket(
  { url, connectionParams, extensions }: StreamEndpoint,
  { onMessage, onClose }: { onMessage(message: Buffer): void; onClose(reason: string): void },
): Promise<StreamSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  let isLeaving = false;
  const closed = new Promise<void>(resolve => {
    socket.once('close', (code, reason) => {
      resolve();
      if (!isLeaving) onClose(`${code} ${String(reason)}`);
    });
  });
  // A socket that fails closes as well, which is listened to.
  socket.on('error', () => undefined);
  const send = (message: object) => socket.send(JSON.stringify(message));
  await once(socket, 'open');
  send({ type: 'connection_init', payload: connectionParams });
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => {
    if (isPing(data)) send({ type: 'pong' });
    else if (!isLeaving) onMessage(data);
  });
  return {
    subscribe: (id, query, variables) =>
      send({ id, type: 'subscribe', payload: { query, ...(variables && { variables }), extensions } }),
    complete: id => send({ id, type: 'complete' }),
    terminate() {
      isLeaving = true;
      socket.terminate();
    },
    async close() {
      isLeaving = true;
      socket.close(1000);
      await closed;
    },
  };
}

/** Only pings and pongs are this short: any other message has an id and a payload, or names a kind that is longer. */
const isPing = (message: Buffer) => message.length < 64 && message.includes('"ping"');
