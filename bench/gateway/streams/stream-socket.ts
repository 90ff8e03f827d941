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

/** How long a server may take to accept a client. Milliseconds. */
const patience = 10_000;

/**
 * Connects, and hands over every message but the protocol's own as its bytes: `next`, `error` and `complete`. `onClose` hears of a
 * socket that was not closed from here. @throws Error when the server does not accept it.
 */
export async function openStreamSocket(
  { url, connectionParams, extensions }: StreamEndpoint,
  { onMessage, onClose }: { onMessage(message: Buffer): void; onClose(reason: string): void },
): Promise<StreamSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  let isLeaving = false;
  let closeReason = 'it said nothing in time';
  const closed = new Promise<void>(resolve => {
    socket.once('close', (code, reason) => {
      closeReason = `${code} ${String(reason)}`;
      resolve();
      if (!isLeaving) onClose(closeReason);
    });
  });
  // A socket that fails closes as well, which is listened to.
  socket.on('error', () => undefined);
  const send = (message: object) => socket.send(JSON.stringify(message));
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  void closed.then(() => giveUp.abort());
  try {
    await once(socket, 'open', { signal: giveUp.signal });
    send({ type: 'connection_init', payload: connectionParams });
    await once(socket, 'message', { signal: giveUp.signal });
  } catch (error) {
    socket.terminate();
    throw new Error(`The server did not accept a socket: ${closeReason}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
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
