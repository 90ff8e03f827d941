import { networkError, PolyphonyError, type GraphQLErrorShape } from './polyphony.error.ts';

/** Why a subscription broke, and what may help. */
export interface SubscriptionFailure {
  /** `renew`: get a new access token, then subscribe again; `wait`: subscribe again later; `none`: tell the reader. */
  readonly remedy: 'renew' | 'wait' | 'none';
  /** What the reader is told when the remedy does not help. */
  readonly error: PolyphonyError;
  /** The server's own word on when to come back; 0 when it has none. */
  readonly retryAfterMs: number;
}

/** Close codes after which connecting again with the same request cannot help. */
const fatalCloseCodes = new Set([4400, 4406, 4409]);
/** Close codes that mean that the credentials are expired or refused. */
const refusedCloseCodes = new Set([4401, 4403]);
/** Codes of what ends a stream that could go on: a server that shuts down or changes, a service that is away, a slow reader. */
const passingCodes = new Set([
  'CANCELLED',
  'DOWNSTREAM_SERVICE_ERROR',
  'GATEWAY_TIMEOUT',
  'RATE_LIMITED',
  'SUBSCRIPTION_SCHEMA_RELOAD',
]);

/** Reads what a stream threw: GraphQL errors, the close event of a socket, or that there was no socket. */
export function explainFailure(thrown: unknown): SubscriptionFailure {
  if (Array.isArray(thrown)) return explainError(new PolyphonyError(thrown as GraphQLErrorShape[]));
  if (thrown instanceof PolyphonyError) return explainError(thrown);
  const code = (thrown as { code?: unknown } | null)?.code;
  if (typeof code === 'number' && refusedCloseCodes.has(code)) {
    const errors = [{ message: 'The session is not valid any more.', extensions: { code: 'UNAUTHENTICATED' } }];
    return { remedy: 'renew', error: new PolyphonyError(errors, { cause: thrown }), retryAfterMs: 0 };
  }
  if (typeof code === 'number' && fatalCloseCodes.has(code)) {
    return {
      remedy: 'none',
      error: networkError(`The server closed the connection (${code}).`, thrown),
      retryAfterMs: 0,
    };
  }
  const error = networkError('The connection was lost and could not be made again.', thrown);
  return { remedy: 'wait', error, retryAfterMs: 0 };
}

function explainError(error: PolyphonyError): SubscriptionFailure {
  const seconds = error.errors[0]?.extensions?.['retryAfterSeconds'];
  const retryAfterMs = typeof seconds === 'number' ? seconds * 1000 : 0;
  if (error.isRefusedCredential) return { remedy: 'renew', error, retryAfterMs };
  return { remedy: passingCodes.has(error.code) ? 'wait' : 'none', error, retryAfterMs };
}
