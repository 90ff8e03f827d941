import type { Client, FormattedExecutionResult } from 'graphql-ws';
import type { OperationPayload } from './document-ids.ts';

export type SocketEvent = FormattedExecutionResult<Record<string, unknown>, unknown>;

/**
 * The results of one operation until it ends, breaks (throws what graphql-ws reports: a list of errors, a close event, ...), or the
 * signal aborts, which takes effect at once even while the socket is still connecting.
 */
export async function* readSocketEvents(
  client: Client,
  { variables, ...payload }: OperationPayload,
  signal: AbortSignal,
): AsyncGenerator<SocketEvent, void, undefined> {
  const waiting: SocketEvent[] = [];
  let end: { failure?: unknown } | undefined;
  let wake = () => {};
  const onAbort = () => wake();
  const unsubscribe = client.subscribe<Record<string, unknown>>(
    { ...payload, variables: variables as Record<string, unknown> },
    {
      next(event) {
        waiting.push(event);
        wake();
      },
      error(failure) {
        end = { failure };
        wake();
      },
      complete() {
        end ??= {};
        wake();
      },
    },
  );
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else if (end === undefined) await new Promise<void>(resolve => (wake = resolve));
      else if ('failure' in end) throw end.failure;
      else return;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    unsubscribe();
  }
}
