import type { DocumentIds, OperationRequest } from './document-ids.ts';
import { PolyphonyError } from './polyphony.error.ts';
import type { Session } from './session.ts';
import type { SocketConnection } from './socket-connection.ts';
import { readSocketEvents } from './socket-events.ts';
import { explainFailure } from './subscription-failure.ts';

export interface ReconnectOptions {
  /** How often in a row to reconnect without an event in between before giving up. */
  attempts: number;
  /** The longest wait between two attempts, unless the server asks for more; waits double from 100 ms, with jitter. */
  maxDelayMs: number;
}

interface ResumableVariables {
  after?: number;
}

/**
 * Reads a subscription to its end over a shared WebSocket. When the connection drops, the server shuts down or the access token
 * expires, it subscribes again; a stream whose events carry a `sequence` and whose operation takes `after` goes on right behind the
 * last event that was seen. Ends when the signal aborts. @throws PolyphonyError when the stream cannot go on.
 */
export async function* readSubscription(
  connection: SocketConnection,
  session: Session,
  request: OperationRequest,
  { ids, attempts, maxDelayMs, signal }: ReconnectOptions & { ids: DocumentIds; signal: AbortSignal },
): AsyncGenerator<unknown, void, undefined> {
  const variables = { ...(request.variables as ResumableVariables | undefined) };
  const resumable = /\$after\s*:\s*Int/.test(request.query);
  let failures = 0;
  let hasRenewed = false;
  let hasSentText = false;
  while (!signal.aborted) {
    try {
      const events = readSocketEvents(
        connection.client,
        ids.encode({ ...request, variables: { ...variables } }),
        signal,
      );
      for await (const { data, errors } of events) {
        if (errors && errors.length > 0) throw new PolyphonyError(errors);
        failures = 0;
        hasRenewed = false;
        if (resumable) variables.after = sequenceOf(data) ?? variables.after;
        yield data;
      }
      return;
    } catch (thrown) {
      if (signal.aborted) return;
      await recover(thrown);
    }
  }

  /** Waits until it makes sense to subscribe again, or throws. */
  async function recover(thrown: unknown): Promise<void> {
    const { remedy, error, retryAfterMs } = explainFailure(thrown);
    if (!hasSentText && ids.wereRefused(error)) return void (hasSentText = true);
    failures += 1;
    if (remedy === 'none' || failures > attempts) throw error;
    if (remedy === 'renew') {
      if (hasRenewed) throw error;
      hasRenewed = await session.renew();
      if (hasRenewed) return connection.refresh();
      if (session.tokens() === null) throw error;
      // The server could not be asked: the tokens may still be good.
    }
    const delay = Math.min(maxDelayMs, 100 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
    await pause(Math.max(delay, retryAfterMs), signal);
  }
}

/** Resolves after some time, or when the signal aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const go = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    signal.addEventListener('abort', go, { once: true });
    if (signal.aborted) go();
  });
}

/** The `sequence` of the one root field of an event. */
function sequenceOf(data: Record<string, unknown> | null | undefined): number | undefined {
  for (const value of Object.values(data ?? {})) {
    const sequence = (value as { sequence?: unknown } | null)?.sequence;
    if (typeof sequence === 'number') return sequence;
  }
  return undefined;
}
