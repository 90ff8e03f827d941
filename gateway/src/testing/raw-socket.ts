import { WebSocket } from 'ws';

export interface RawMessage {
  type: string;
  id?: string;
  payload?: unknown;
}

/** A socket without a client library, for what well-behaved clients do not do. */
export interface RawSocket {
  readonly socket: WebSocket;
  readonly messages: RawMessage[];
  readonly closed: Promise<{ code: number; reason: string }>;
  send(message: object | string): void;
  subscribe(id: string, query: string): void;
  /** The messages of one operation. */
  of(id: string): RawMessage[];
  /** Stops and resumes reading from the network. */
  pause(): void;
  resume(): void;
}

/** Connects; with `params`, also introduces itself and waits for the acknowledgement or the end. */
export async function openRawSocket(url: string, params?: object): Promise<RawSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  const messages: RawMessage[] = [];
  const closed = new Promise<{ code: number; reason: string }>(resolve => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  socket.on('error', () => undefined);
  const acknowledged = new Promise<void>(resolve => {
    socket.on('message', data => {
      messages.push(JSON.parse(String(data)) as RawMessage);
      resolve();
    });
  });
  const send = (message: object | string) => {
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  };
  await Promise.race([new Promise(resolve => socket.once('open', resolve)), closed]);
  if (params !== undefined) {
    send({ type: 'connection_init', payload: params });
    await Promise.race([acknowledged, closed]);
  }
  return {
    socket,
    messages,
    closed,
    send,
    subscribe: (id, query) => send({ id, type: 'subscribe', payload: { query } }),
    of: id => messages.filter(message => message.id === id),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
}
