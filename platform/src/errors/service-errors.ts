import { AppError } from './app-error.ts';

/** Another service of ours did not answer, or answered nonsense. */
export class DownstreamServiceError extends AppError {
  constructor(service: string, cause?: unknown) {
    super(`The service "${service}" is not available.`, {
      code: 'DOWNSTREAM_SERVICE_ERROR',
      cause,
      extensions: { service },
    });
  }
}

/** Work took longer than its deadline. */
export class GatewayTimeoutError extends AppError {
  constructor(message = 'The request took too long.', cause?: unknown) {
    super(message, { code: 'GATEWAY_TIMEOUT', cause });
  }
}
