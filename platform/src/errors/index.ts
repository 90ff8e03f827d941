export { AppError, type AppErrorOptions, type ErrorCode } from './app-error.ts';
export {
  BadUserInputError,
  CancelledError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PayloadTooLargeError,
  QuotaExceededError,
  RateLimitedError,
  UnauthenticatedError,
} from './client-errors.ts';
export { DownstreamServiceError, GatewayTimeoutError, SchemaReloadError } from './service-errors.ts';
