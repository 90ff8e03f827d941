import type { ServerResponse } from 'node:http';
import type { FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { CancelledError, RateLimitedError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import { RequestRejectedError, runOperation, type RunningOperation } from '@polyphony/platform/sockets';
import type { AuthenticationWatch, WatchedClient } from '../authentication/index.ts';
import { openEventStream, type EventStreamWriter } from './event-stream.writer.ts';

type Results = AsyncGenerator<FormattedExecutionResult, void, undefined>;

/** The server-sent event streams that are open. */
export interface EventStreams {
  /** Streams an operation's results until it ends, the client leaves or may stay no longer. Never rejects. */
  serve(stream: {
    response: ServerResponse;
    headers: Record<string, string>;
    client: WatchedClient & { context: RequestContext };
    start: (signal: AbortSignal) => Results;
  }): Promise<void>;
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
  const open = new Map<RunningOperation<FormattedExecutionResult>, Promise<void>>();

  async function pump(
    operation: RunningOperation<FormattedExecutionResult>,
    writer: EventStreamWriter,
    context: RequestContext,
  ): Promise<void> {
    try {
      for await (const result of operation) await writer.write('next', result);
    } catch (error) {
      if (error instanceof RateLimitedError) throw error;
      const errors = error instanceof RequestRejectedError ? error.errors : [formatError(error, context)];
      await writer.write('next', { errors });
    }
    await writer.write('complete');
  }

  return {
    async serve({ response, headers, client, start }) {
      // Who left while it was being looked up will not say so again.
      if (response.closed) return;
      const operation = runOperation(start);
      const stopWatching = watch.watch(client, reason => operation.end(reason));
      response.once('close', () => void operation.return());
      const writer = openEventStream(response, { headers, keepAliveMs, slowClientMs });
      const pumping = pump(operation, writer, client.context).then(
        () => writer.end(),
        () => void response.destroy(),
      );
      open.set(operation, pumping);
      await pumping;
      stopWatching();
      open.delete(operation);
    },
    async close() {
      for (const operation of open.keys()) operation.end(new CancelledError('The server is shutting down.'));
      await Promise.all(open.values());
    },
  };
}
