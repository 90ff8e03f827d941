import type { ErrorCode } from '../errors/index.ts';

const statusByCode: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  BAD_USER_INPUT: 400,
  RATE_LIMITED: 429,
  QUOTA_EXCEEDED: 429,
  PAYLOAD_TOO_LARGE: 413,
  DOWNSTREAM_SERVICE_ERROR: 503,
  INFERENCE_UNAVAILABLE: 503,
  GATEWAY_TIMEOUT: 504,
};

/** The HTTP status of a request that failed as a whole with this code; 500 for codes that have none of their own. */
export function httpStatus(code: unknown): number {
  return statusByCode[code as ErrorCode] ?? 500;
}
