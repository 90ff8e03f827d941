import type { RequestContext } from '@polyphony/platform/context';
import { UnauthenticatedError } from '@polyphony/platform/errors';
import type { SocketConnection } from '@polyphony/platform/sockets';
import type { Authentication } from '../authentication/index.ts';

/** A client that was let in over a socket. */
export interface SocketSession {
  readonly authentication: Authentication;
  /** What its operations have in common; each adds its own request id and signal. */
  readonly base: Pick<RequestContext, 'viewer' | 'log' | 'clientAddress' | 'userAgent'>;
  /** By what its sockets are counted. */
  readonly client: string;
  readonly expiry: NodeJS.Timeout | undefined;
}

/** Node's longest timer; a credential that outlives it is not looked at again. */
const longestTimer = 2 ** 31 - 1;

/** Ends a socket at the moment its credential expires. */
export function endAtExpiry(connection: SocketConnection, expiresAt: Date | null): NodeJS.Timeout | undefined {
  const milliseconds = expiresAt === null ? Infinity : expiresAt.getTime() - Date.now();
  if (milliseconds > longestTimer) return undefined;
  const timer = setTimeout(
    () => void connection.end(new UnauthenticatedError('The access token has expired.')),
    Math.max(0, milliseconds),
  );
  return timer.unref();
}
