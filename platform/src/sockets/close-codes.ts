import { AppError, type ErrorCode } from '../errors/index.ts';

/** Close codes of WebSocket (RFC 6455) and of the graphql-transport-ws protocol. */
export const closeCodes = {
  goingAway: 1001,
  tryAgainLater: 1013,
  badRequest: 4400,
  forbidden: 4403,
  tooMany: 4429,
  internalError: 4500,
} as const;

const byErrorCode: Partial<Record<ErrorCode, number>> = {
  // 4403, not 4401: graphql-ws clients try again after it, with a fresh token.
  UNAUTHENTICATED: closeCodes.forbidden,
  FORBIDDEN: closeCodes.forbidden,
  RATE_LIMITED: closeCodes.tooMany,
  BAD_USER_INPUT: closeCodes.badRequest,
  CANCELLED: closeCodes.goingAway,
  DOWNSTREAM_SERVICE_ERROR: closeCodes.tryAgainLater,
};

/** How a socket closes that was refused with this error; the reason is safe for the client and fits a close frame. */
export function closeFor(error: unknown): { code: number; reason: string } {
  const code = error instanceof AppError ? byErrorCode[error.code] : undefined;
  if (code === undefined) return { code: closeCodes.internalError, reason: 'Internal server error' };
  return { code, reason: `${(error as AppError).code}: ${(error as AppError).message}`.slice(0, 120) };
}
