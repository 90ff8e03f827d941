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
export { DownstreamServiceError, GatewayTimeoutError } from './service-errors.ts';
