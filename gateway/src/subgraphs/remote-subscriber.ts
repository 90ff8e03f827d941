import { createClient, type Client } from 'graphql-ws';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';
import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError, RateLimitedError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import { identityHeader } from '@polyphony/platform/identity';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';
import { createEventQueue } from './event-queue.ts';
import { readRemoteResult } from './remote-result.ts';

/** Streams operations from one subgraph over one socket, which is opened when first needed and closed when long unused. */
export interface RemoteSubscriber {
  /** Ends with a result that has errors and no data when the subgraph refuses, breaks off, or is faster than the reader can bear. */
  subscribe(
    request: SubgraphRequest,
    token: string,
    context: RequestContext,
  ): AsyncGenerator<FormattedExecutionResult, void, undefined>;
  close(): Promise<void>;
}

export interface RemoteSubscriberOptions {
  name: string;
  url: string;
  /** Proves to the subgraph that we are one of its own; called at every connect. */
  introduce: () => Promise<string>;
  /** Events that may wait for a slow reader: many streams share the socket, so one of them cannot hold it back. */
  maxWaitingEvents: number;
  keepAliveMs: number;
}

export function createRemoteSubscriber({
  name,
  url,
  introduce,
  maxWaitingEvents,
  keepAliveMs,
}: RemoteSubscriberOptions): RemoteSubscriber {
  const client = createWatchedClient(`${url.replace(/^http/, 'ws')}/graphql`, introduce, keepAliveMs);

  return {
    async *subscribe({ query, variables, operationName }, token, context) {
      const queue = createEventQueue<FormattedExecutionResult>(maxWaitingEvents);
      let ending: FormattedExecutionResult | undefined;
      const end = (errors?: readonly GraphQLFormattedError[]) => {
        if (errors !== undefined) ending ??= { errors };
        queue.end();
      };
      const leave = client.subscribe(
        {
          query,
          variables: variables ?? null,
          operationName: operationName ?? null,
          extensions: { [identityHeader]: token },
        },
        {
          next(result) {
            if (queue.push(result as FormattedExecutionResult)) return;
            end([formatError(new RateLimitedError(1, 'The events came faster than they were read.'), context)]);
            leave();
          },
          error: error => end(explain(error, name, context)),
          complete: () => end(),
        },
      );
      const stop = () => end();
      context.signal.addEventListener('abort', stop, { once: true });
      try {
        for (;;) {
          const event = await queue.next();
          if (context.signal.aborted) return;
          if (event === undefined) break;
          yield readRemoteResult(event);
        }
        if (ending !== undefined) yield ending;
      } finally {
        context.signal.removeEventListener('abort', stop);
        leave();
      }
    },
    close: async () => client.dispose(),
  };
}

/** An `error` message brings errors that are ready to show; anything else means that the socket broke. */
function explain(error: unknown, name: string, context: RequestContext): readonly GraphQLFormattedError[] {
  if (Array.isArray(error)) return error as GraphQLFormattedError[];
  return [formatError(new DownstreamServiceError(name, error), context)];
}

/** A client that never re-subscribes by itself, which would repeat or lose events, and that notices when the peer falls silent. */
function createWatchedClient(url: string, introduce: () => Promise<string>, keepAliveMs: number): Client {
  let silence: NodeJS.Timeout | undefined;
  const client: Client = createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ [identityHeader]: await introduce() }),
    retryAttempts: 0,
    lazyCloseTimeout: 1000,
    connectionAckWaitTimeout: 10_000,
    keepAlive: keepAliveMs,
    on: {
      ping: received => {
        if (!received) silence = setTimeout(() => client.terminate(), keepAliveMs).unref();
      },
      pong: () => clearTimeout(silence),
      closed: () => clearTimeout(silence),
    },
  });
  return client;
}
