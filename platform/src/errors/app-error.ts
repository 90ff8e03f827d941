/** Every `extensions.code` a client can meet. Clients switch on these, so they only ever grow. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'QUOTA_EXCEEDED'
  | 'PAYLOAD_TOO_LARGE'
  | 'DOWNSTREAM_SERVICE_ERROR'
  | 'GATEWAY_TIMEOUT'
  | 'INFERENCE_UNAVAILABLE'
  | 'INFERENCE_RATE_LIMITED'
  | 'SQL_REJECTED'
  | 'SQL_ERROR'
  | 'SQL_TIMEOUT'
  | 'CANCELLED'
  | 'SUBSCRIPTION_SCHEMA_RELOAD'
  | 'INTERNAL_SERVER_ERROR';

export interface AppErrorOptions {
  code: ErrorCode;
  cause?: unknown;
  /** More facts for the client, for example `field` or `retryAfterSeconds`. Never secrets. */
  extensions?: Record<string, unknown>;
}

/** An error whose message and code are meant for the client. Anything else is masked as INTERNAL_SERVER_ERROR. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly extensions: Record<string, unknown>;

  constructor(message: string, { code, cause, extensions = {} }: AppErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.extensions = extensions;
  }
}
