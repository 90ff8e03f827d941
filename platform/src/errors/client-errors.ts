import { AppError } from './app-error.ts';

/** Nobody is logged in, or the token is expired or wrong. */
export class UnauthenticatedError extends AppError {
  constructor(message = 'Log in first.', cause?: unknown) {
    super(message, { code: 'UNAUTHENTICATED', cause });
  }
}

/** The viewer may see the thing but not do this with it. For a thing of another tenant use NotFoundError. */
export class ForbiddenError extends AppError {
  constructor(message = 'You are not allowed to do this.') {
    super(message, { code: 'FORBIDDEN' });
  }
}

/** The thing does not exist, or belongs to somebody else: the answer is the same for both. */
export class NotFoundError extends AppError {
  constructor(entity: string) {
    super(`${entity} not found.`, { code: 'NOT_FOUND', extensions: { entity } });
  }
}

/** The request contradicts what is stored, for example a taken username. */
export class ConflictError extends AppError {
  constructor(message: string, field?: string) {
    super(message, { code: 'CONFLICT', extensions: field === undefined ? {} : { field } });
  }
}

/** An input is malformed or out of bounds; `field` is its path in the arguments, for example `content`. */
export class BadUserInputError extends AppError {
  constructor(message: string, field: string, extensions: Record<string, unknown> = {}) {
    super(message, { code: 'BAD_USER_INPUT', extensions: { field, ...extensions } });
  }
}

/** Too many requests in a window; `retryAfterSeconds` says when the next may pass. */
export class RateLimitedError extends AppError {
  constructor(retryAfterSeconds: number, message = 'Too many requests.') {
    super(message, { code: 'RATE_LIMITED', extensions: { retryAfterSeconds } });
  }
}

/** The viewer's daily quota is used up. */
export class QuotaExceededError extends AppError {
  constructor(message: string, extensions: Record<string, unknown> = {}) {
    super(message, { code: 'QUOTA_EXCEEDED', extensions });
  }
}

export class PayloadTooLargeError extends AppError {
  constructor(limitBytes: number) {
    super(`The request is larger than ${limitBytes} bytes.`, { code: 'PAYLOAD_TOO_LARGE', extensions: { limitBytes } });
  }
}

/** The work was stopped, by the client or by a shutdown. */
export class CancelledError extends AppError {
  constructor(message = 'The work was cancelled.', cause?: unknown) {
    super(message, { code: 'CANCELLED', cause });
  }
}
