import type { GraphQLFormattedError } from 'graphql';
import { DownstreamServiceError, GatewayTimeoutError, type AppError } from '@polyphony/platform/errors';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { StreamInterruptedError } from '../subscriptions/index.ts';

/** Close codes by which a subgraph says that we were too slow, or it was. */
const timeouts = new Set([4408, 4504]);

/** What the streams of a socket end with that closed with this code. */
export function errorOfClose(
  name: string,
  { code, reason, wasReady }: { code: number; reason: string; wasReady: boolean },
): AppError {
  const cause = new Error(`The socket closed with ${code}${reason === '' ? '' : `: ${reason}`}.`);
  if (timeouts.has(code)) return new GatewayTimeoutError(undefined, cause);
  // 44xx: it does not want us, or we broke the protocol. Asking again would not help.
  const isFinal = code >= 4400 && code < 4500;
  return wasReady && !isFinal ? new StreamInterruptedError(name, cause) : new DownstreamServiceError(name, cause);
}

/** What a stream ends with whose subgraph sent an `error` message: errors ready to show, unless it is nonsense. */
export function errorOfMessage(name: string, payload: unknown): Error {
  const isList = Array.isArray(payload) && payload.length > 0;
  const isRight =
    isList && payload.every(error => typeof (error as GraphQLFormattedError | null)?.message === 'string');
  if (isRight) return new RequestRejectedError(payload as GraphQLFormattedError[]);
  return new DownstreamServiceError(name, new Error('It sent an error message without errors.'));
}
