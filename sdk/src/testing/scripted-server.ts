import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** One subscription as the server got it, and what the server may do about it. */
export interface ScriptedOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** What the socket was opened with. */
  readonly token: unknown;
  /** Sends events with these sequences. */
  next(...sequences: number[]): void;
  error(code: string, path?: string[]): void;
  complete(): void;
  /** Closes the socket; without a code it just breaks. */
  close(code?: number): void;
  readonly left: Promise<void>;
}

export interface ScriptedServer {
  readonly url: string;
  /** The subscriptions so far. */
  readonly operations: ScriptedOperation[];
  /** Open sockets. */
  readonly sockets: number;
  close(): Promise<void>;
}

interface Message {
  type: string;
  id: string;
  payload?: { query?: string; variables?: Record<string, unknown>; authorization?: string };
}

/** A graphql-transport-ws server that does with each subscription what the script says; refuses the sockets of `refusedToken`. */
export async function startScriptedServer(
  script: (operation: ScriptedOperation, index: number) => void,
  { refusedToken, silent = false }: { refusedToken?: string; silent?: boolean } = {},
): Promise<ScriptedServer> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const operations: ScriptedOperation[] = [];
  sockets.on('connection', socket => {
    let token: unknown;
    const left = new Map<string, () => void>();
    const say = (message: object) => socket.send(JSON.stringify(message));
    const leaveAll = () => left.forEach(leave => leave());
    socket.on('close', leaveAll).on('message', data => {
      const { type, id, payload } = JSON.parse(String(data)) as Message;
      if (type === 'connection_init') {
        token = payload?.authorization;
        if (silent) return;
        if (refusedToken !== undefined && token === refusedToken) socket.close(4403, 'UNAUTHENTICATED');
        else say({ type: 'connection_ack' });
      }
      if (type === 'complete') left.get(id)?.();
      if (type !== 'subscribe') return;
      const { promise, resolve } = Promise.withResolvers<void>();
      left.set(id, resolve);
      const operation: ScriptedOperation = {
        query: payload?.query ?? '',
        variables: payload?.variables ?? {},
        token,
        next: (...sequences) =>
          sequences.forEach(sequence => say({ id, type: 'next', payload: { data: { stream: { sequence } } } })),
        error: (code, path) => say({ id, type: 'error', payload: [{ message: code, path, extensions: { code } }] }),
        complete: () => say({ id, type: 'complete' }),
        close: code => (code === undefined ? socket.terminate() : socket.close(code)),
        left: promise,
      };
      script(operation, operations.push(operation) - 1);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations,
    get sockets() {
      return sockets.clients.size;
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
