import type { ServerResponse } from 'node:http';
import type { RequestContext } from '@polyphony/platform/context';
import { CancelledError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import { RequestRejectedError, RunningOperation } from '@polyphony/platform/sockets';
import type { AuthenticationWatch, WatchedClient } from '../authentication/index.ts';
import type { GraphResult } from '../execution/index.ts';
import type { ResultStreamEncoding } from './result-stream.encoding.ts';
import { openResultStream } from './result-stream.writer.ts';

export interface EventStream {
  response: ServerResponse;
  headers: Record<string, string>;
  encoding: ResultStreamEncoding;
  client: WatchedClient & { context: RequestContext };
  /** What it throws at once, or its iterator does, is the stream's last word. */
  start: (signal: AbortSignal) => AsyncIterator<GraphResult, unknown, undefined>;
}

/** The responses that stream results. */
export interface EventStreams {
  /** Streams an operation's results until it ends, the client leaves or may stay no longer. Never rejects. */
  serve(stream: EventStream): Promise<void>;
  /** Ends all streams with a final error. */
  close(): Promise<void>;
}

export function createEventStreams({
  watch,
  keepAliveMs,
  slowClientMs,
}: {
  watch: AuthenticationWatch;
  keepAliveMs: number;
  slowClientMs: number;
}): EventStreams {
  const open = new Map<RunningOperation, Promise<void>>();

  return {
    async serve({ response, headers, encoding, client, start }) {
      // Who left while it was being looked up will not say so again.
      if (response.closed) return;
      const closed = new Promise<void>(resolve => response.once('close', () => resolve()));
      const writer = openResultStream(response, { encoding, headers, keepAliveMs, slowClientMs });
      const operation = RunningOperation.run(start, writer.next);
      const stopWatching = watch.watch(client, reason => operation.end(reason));
      response.once('close', () => operation.leave());
      const ended = operation.finished
        .catch((error: unknown) =>
          writer.fail(error instanceof RequestRejectedError ? error.errors : [formatError(error, client.context)]),
        )
        .then(() => writer.end())
        .then(() => closed);
      open.set(operation, ended);
      await ended;
      stopWatching();
      open.delete(operation);
    },
    async close() {
      for (const operation of open.keys()) operation.end(new CancelledError('The server is shutting down.'));
      await Promise.all(open.values());
    },
  };
}
