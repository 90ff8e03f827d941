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

/** The graph that a subscription ran on was replaced by a newer one: subscribe again. */
export class SchemaReloadError extends AppError {
  constructor() {
    super('The graph was replaced by a newer one. Subscribe again.', { code: 'SUBSCRIPTION_SCHEMA_RELOAD' });
  }
}

/** Work took longer than its deadline. */
export class GatewayTimeoutError extends AppError {
  constructor(message = 'The request took too long.', cause?: unknown) {
    super(message, { code: 'GATEWAY_TIMEOUT', cause });
  }
}
