import type { Client } from 'graphql-ws';
import type { OperationRequest } from './http-transport.ts';
import { networkError, PolyphonyError, type GraphQLErrorShape } from './polyphony.error.ts';
import type { Session } from './session.ts';

export interface ReconnectOptions {
  /** How often in a row to reconnect without an event in between before giving up. */
  attempts: number;
  /** The longest wait between two attempts; waits double from 100 ms, with jitter. */
  maxDelayMs: number;
}

interface ResumableVariables {
  after?: number;
}

/** Close codes after which connecting again with the same request cannot help. */
const fatalCloseCodes = new Set([4400, 4406, 4409, 4429]);
/** Close codes that mean the token is expired or refused. */
const unauthorizedCloseCodes = new Set([4401, 4403]);

/**
 * Reads a subscription to its end over a shared WebSocket. When the connection drops it subscribes again; a stream whose events carry a
 * `sequence` and whose operation takes `after` goes on right behind the last event that was seen.
 */
export async function* readSubscription(
  client: Client,
  session: Session,
  request: OperationRequest,
  { attempts, maxDelayMs, signal }: ReconnectOptions & { signal?: AbortSignal },
): AsyncGenerator<unknown, void, undefined> {
  const variables = { ...(request.variables as ResumableVariables | undefined) };
  const resumable = /\$after\s*:\s*Int/.test(request.query);
  let failures = 0;
  for (;;) {
    if (signal?.aborted) return;
    const events = client.iterate<Record<string, unknown>>({ query: request.query, variables: { ...variables } });
    const leave = () => void events.return?.();
    signal?.addEventListener('abort', leave, { once: true });
    try {
      for await (const { data, errors } of events) {
        if (errors && errors.length > 0) throw new PolyphonyError(errors);
        failures = 0;
        if (resumable) variables.after = sequenceOf(data) ?? variables.after;
        yield data;
      }
      return;
    } catch (error) {
      if (signal?.aborted) return;
      failures += 1;
      await beforeRetry(error, failures);
    } finally {
      signal?.removeEventListener('abort', leave);
      leave();
    }
  }

  /** Waits until it makes sense to subscribe again, or throws. */
  async function beforeRetry(error: unknown, failure: number): Promise<void> {
    if (Array.isArray(error)) throw new PolyphonyError(error as GraphQLErrorShape[]);
    if (error instanceof PolyphonyError) {
      const renewed = error.isRefusedCredential && failure === 1 && (await session.renew());
      if (!renewed) throw error;
      client.terminate();
      return;
    }
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'number' && unauthorizedCloseCodes.has(code)) {
      if (failure === 1 && (await session.renew())) return;
      throw new PolyphonyError(
        [{ message: 'The session is not valid any more.', extensions: { code: 'UNAUTHENTICATED' } }],
        { cause: error },
      );
    }
    if (typeof code === 'number' && fatalCloseCodes.has(code))
      throw networkError(`The server closed the connection (${code}).`, error);
    if (failure > attempts) throw networkError('The connection was lost and could not be made again.', error);
    const delay = Math.min(maxDelayMs, 100 * 2 ** (failure - 1)) * (0.5 + Math.random() / 2);
    await new Promise<void>(resolve => {
      const go = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, delay);
      signal?.addEventListener('abort', go, { once: true });
    });
  }
}

/** The `sequence` of the one root field of an event. */
function sequenceOf(data: Record<string, unknown> | null | undefined): number | undefined {
  for (const value of Object.values(data ?? {})) {
    const sequence = (value as { sequence?: unknown } | null)?.sequence;
    if (typeof sequence === 'number') return sequence;
  }
  return undefined;
}
