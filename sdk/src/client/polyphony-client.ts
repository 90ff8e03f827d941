import { RefreshSessionDocument } from '../generated/graphql.ts';
import { createDocumentIds, requestOf, type OperationRequest } from './document-ids.ts';
import { post } from './http-transport.ts';
import { PolyphonyError } from './polyphony.error.ts';
import { createSession, type Tokens } from './session.ts';
import { createSocketConnection, type SocketConnection } from './socket-connection.ts';
import { readSubscription, type ReconnectOptions } from './subscription.ts';
import type { TypedDocument, VariablesOf } from './typed-document.ts';

export interface PolyphonyClientOptions {
  /** The gateway, for example `http://127.0.0.1:4000`. */
  url: string;
  /** Tokens of an earlier session; `setTokens` sets them later. */
  tokens?: Tokens;
  /** An API key instead of a session. */
  apiKey?: string;
  /** Told whenever the tokens change, so that an application can keep them; null when the session has ended. */
  onTokens?: (tokens: Tokens | null) => void;
  /** Replaces the global fetch. */
  fetch?: typeof globalThis.fetch;
  /** Replaces the global WebSocket, which Node has from version 22 on. */
  webSocket?: unknown;
  reconnect?: Partial<ReconnectOptions>;
  /**
   * Sends the hashes of our generated operations in place of their texts, which a gateway with TRUSTED_DOCUMENTS knows; with one
   * that does not, texts are sent after the first refusal.
   */
  sendHashes?: boolean;
}

export interface PolyphonyClient {
  query<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...variables: VariablesOf<Variables>
  ): Promise<Result>;
  mutate<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...variables: VariablesOf<Variables>
  ): Promise<Result>;
  /** Leave the loop, call `return`, or abort `signal` to unsubscribe. */
  subscribe<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    variables: Variables,
    options?: { signal?: AbortSignal },
  ): AsyncGenerator<Result, void, undefined>;
  /** Uses the tokens of a login from now on; null forgets them. Running subscriptions, which are the old identity's, end. */
  setTokens(tokens: Tokens | null): void;
  /** Closes the WebSocket; running subscriptions end. */
  close(): Promise<void>;
}

/** Connects to a Polyphony gateway. Nothing is sent before the first operation. */
export function createPolyphonyClient({
  url,
  tokens,
  apiKey,
  onTokens,
  fetch = globalThis.fetch,
  webSocket,
  reconnect = {},
  sendHashes = false,
}: PolyphonyClientOptions): PolyphonyClient {
  const httpUrl = new URL('/graphql', url).href;
  const ids = createDocumentIds(sendHashes);
  const session = createSession({
    tokens,
    apiKey,
    onTokens,
    async refresh(refreshToken) {
      const data = (await ask(requestOf(RefreshSessionDocument, { refreshToken }), {})) as { refreshSession: Tokens };
      return data.refreshSession;
    },
  });
  const socketUrl = httpUrl.replace(/^http/, 'ws');
  let socket: { connection: SocketConnection; closing: AbortController } | undefined;
  const openSocket = () =>
    (socket ??= {
      connection: createSocketConnection({ url: socketUrl, session, webSocket }),
      closing: new AbortController(),
    });
  const closeSocket = async () => {
    const leaving = socket;
    socket = undefined;
    leaving?.closing.abort();
    await leaving?.connection.close();
  };

  async function ask(request: OperationRequest, headers: Record<string, string>): Promise<unknown> {
    try {
      return await post(httpUrl, ids.encode(request), { headers, fetch });
    } catch (error) {
      if (!ids.wereRefused(error)) throw error;
      return post(httpUrl, ids.encode(request), { headers, fetch });
    }
  }

  async function send<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    variables: unknown,
  ): Promise<Result> {
    const request = requestOf(document, variables);
    const headers = await session.headers();
    try {
      return (await ask(request, headers)) as Result;
    } catch (error) {
      const renewed = error instanceof PolyphonyError && error.isRefusedCredential && (await session.renew(headers));
      if (!renewed) throw error;
      return (await ask(request, await session.headers())) as Result;
    }
  }

  return {
    query: (document, ...[variables]) => send(document, variables),
    mutate: (document, ...[variables]) => send(document, variables),
    subscribe<Result, Variables>(
      document: TypedDocument<Result, Variables>,
      variables: Variables,
      { signal }: { signal?: AbortSignal } = {},
    ) {
      const request = requestOf(document, variables);
      const { connection, closing } = openSocket();
      const leaving = new AbortController();
      const events = readSubscription(connection, session, request, {
        ids,
        attempts: 10,
        maxDelayMs: 5000,
        ...reconnect,
        signal: AbortSignal.any([leaving.signal, closing.signal, ...(signal === undefined ? [] : [signal])]),
      }) as AsyncGenerator<Result, void, undefined>;
      const finish = events.return.bind(events);
      // A generator that waits for its next event would not be left before that comes.
      return Object.assign(events, {
        return() {
          leaving.abort();
          return finish();
        },
      });
    },
    setTokens(next) {
      session.setTokens(next);
      void closeSocket();
    },
    close: closeSocket,
  };
}
