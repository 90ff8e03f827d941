import { createClient, type Client } from 'graphql-ws';
import type { Session } from './session.ts';

/** The one WebSocket that all subscriptions of a client share; opened when first needed, closed with the last of them. */
export interface SocketConnection {
  readonly client: Client;
  /** Leaves a socket that was opened with an older access token than the current one; whoever reads over it subscribes again. */
  refresh(): void;
  close(): Promise<void>;
}

export interface SocketConnectionOptions {
  url: string;
  session: Session;
  webSocket?: unknown;
  /** Time between pings, and how long the server may leave one unanswered. */
  keepAliveMs?: number;
}

export function createSocketConnection({
  url,
  session,
  webSocket,
  keepAliveMs = 15_000,
}: SocketConnectionOptions): SocketConnection {
  let isConnected = false;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let shownToken: string | undefined;
  const client: Client = createClient({
    url,
    async connectionParams() {
      const headers = await session.headers();
      shownToken = session.tokens()?.accessToken;
      return headers;
    },
    webSocketImpl: webSocket,
    // Reconnecting is done by `readSubscription`, which knows where a stream stood.
    retryAttempts: 0,
    connectionAckWaitTimeout: 10_000,
    keepAlive: keepAliveMs,
    on: {
      connected: () => (isConnected = true),
      // A network that went away silently closes nothing.
      ping: received => {
        if (!received) silence = setTimeout(() => client.terminate(), keepAliveMs);
      },
      pong: received => {
        if (received) clearTimeout(silence);
      },
      closed: () => {
        isConnected = false;
        clearTimeout(silence);
      },
    },
  });
  return {
    client,
    refresh() {
      if (!isConnected || shownToken === session.tokens()?.accessToken) return;
      client.terminate();
    },
    async close() {
      // One that is still connecting closes by itself once it is open and nobody wants it any more.
      if (isConnected) await client.dispose();
    },
  };
}
