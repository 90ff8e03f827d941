import { MessageStreamDocument } from '@polyphony/sdk';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { tokensIn } from './timed-model.ts';

/** How a watcher reaches the stream of a reply. All ways use the same client code, so that only the way differs. */
export interface WatchedEndpoint {
  /** Base address of a server that speaks graphql-ws on `/graphql`. */
  readonly url: string;
  connectionParams(): Promise<Record<string, unknown>>;
  /** The `extensions` of the subscription. */
  extensions(): Promise<Record<string, unknown>>;
}

/** One client with a socket of its own that watches one reply. */
export interface TokenWatcher {
  /** When each token arrived, by its place in the reply, on the clock of performance.now(). */
  readonly arrivedAt: readonly number[];
  /** Events received so far. */
  readonly events: number;
  /** Resolves with the first event. */
  readonly begun: Promise<void>;
  /** Resolves when the stream has ended by itself. */
  readonly finished: Promise<void>;
}

export async function watchTokens(endpoint: WatchedEndpoint, messageId: string): Promise<TokenWatcher> {
  const arrivedAt: number[] = [];
  let events = 0;
  const begun = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  // A failure is thrown to whoever awaits it, which may be later or, where the other one was awaited, never.
  for (const { promise } of [begun, finished]) promise.catch(() => undefined);
  const extensions = await endpoint.extensions();
  const client = createClient({
    url: `${endpoint.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: () => endpoint.connectionParams(),
    retryAttempts: 0,
  });
  const fail = (error: unknown) => {
    const failure = new Error(`A watcher of ${endpoint.url} failed: ${JSON.stringify(error)}`, { cause: error });
    begun.reject(failure);
    finished.reject(failure);
  };
  client.subscribe<{ messageStream: { text?: string } }>(
    { query: MessageStreamDocument.toString(), variables: { messageId, after: 0 }, extensions },
    {
      next({ data, errors }) {
        const now = performance.now();
        if (errors !== undefined) return fail(errors);
        events += 1;
        for (const token of tokensIn(data?.messageStream.text ?? '')) arrivedAt[token] = now;
        return begun.resolve();
      },
      error: fail,
      complete() {
        finished.resolve();
        void client.dispose();
      },
    },
  );
  return {
    arrivedAt,
    begun: begun.promise,
    finished: finished.promise,
    get events() {
      return events;
    },
  };
}
