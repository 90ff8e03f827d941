import { AppError } from '@polyphony/platform/errors';

export type InferenceErrorCode = 'INFERENCE_UNAVAILABLE' | 'INFERENCE_RATE_LIMITED' | 'BAD_USER_INPUT' | 'CANCELLED';

export interface InferenceErrorOptions {
  code: InferenceErrorCode;
  /** The HTTP status of the model server, where there was one. */
  statusCode?: number;
  /** Whether the same request may succeed when it is sent again. */
  isRetryable?: boolean;
  /** How long the model server asked us to wait, in milliseconds. */
  retryAfterMs?: number;
  cause?: unknown;
}

/** What every model port throws. The message is safe to show: it never holds a prompt or a credential. */
export class InferenceError extends AppError {
  declare readonly code: InferenceErrorCode;
  readonly statusCode?: number;
  readonly isRetryable: boolean;
  readonly retryAfterMs?: number;

  constructor(message: string, { code, cause, statusCode, isRetryable = false, retryAfterMs }: InferenceErrorOptions) {
    super(message, {
      code,
      cause,
      extensions: retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) },
    });
    this.statusCode = statusCode;
    this.isRetryable = isRetryable;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The caller stopped the work through its AbortSignal. */
export const cancelledError = (cause?: unknown) =>
  new InferenceError('The model was stopped.', { code: 'CANCELLED', cause });
