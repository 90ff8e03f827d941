/** Why a fetch brought no answer, for the log and for deciding what to do next. Clients see DownstreamServiceError in its place. */
export class FetchFailure extends Error {
  /** Whether the same query may succeed when sent once more. */
  readonly isRetryable: boolean;
  /** Whether it says that the subgraph is not well, rather than that it did not like this request. */
  readonly isOutage: boolean;

  constructor(
    message: string,
    { isRetryable, isOutage, cause }: { isRetryable: boolean; isOutage: boolean; cause?: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'FetchFailure';
    this.isRetryable = isRetryable;
    this.isOutage = isOutage;
  }
}

/** What proxies and servers answer while they are overloaded, restarting, or cannot reach what is behind them. */
const passingStatuses = new Set([502, 503, 504]);

/** The subgraph answered with another status than 200. */
export function statusFailure(status: number, start: string): FetchFailure {
  return new FetchFailure(`It answered with status ${status}: ${start}`, {
    isRetryable: passingStatuses.has(status),
    isOutage: status >= 500 || status === 429,
  });
}

/** The subgraph answered with something that cannot be a GraphQL result. */
export function malformedFailure(what: string): FetchFailure {
  return new FetchFailure(what, { isRetryable: false, isOutage: true });
}

/** The connection could not be made, or broke; `cause` is an error of Node.js or undici. */
export function connectionFailure(cause: Error): FetchFailure {
  const code = 'code' in cause ? String(cause.code) : '';
  const isBroken = /^E[A-Z]/.test(code) || code === 'UND_ERR_SOCKET' || code === 'UND_ERR_CONNECT_TIMEOUT';
  // An answer that is too large, or no HTTP, will be so the next time; a connection that we closed ourselves says nothing.
  const isOurs = code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
  return new FetchFailure(cause.message, { isRetryable: isBroken, isOutage: !isOurs, cause });
}
