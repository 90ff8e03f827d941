import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';

/** The error that the store or the service threw, under the wrapping that GraphQL execution puts around it. */
function originalOf(error: unknown): unknown {
  let current = error;
  while (current instanceof GraphQLError && current.originalError) current = current.originalError;
  return current;
}

/** Codes that GraphQL itself gives to a request it cannot run: the client's fault, safe to show. */
const requestCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_FOUND',
]);

/**
 * The one place that decides what of an error a client sees: AppErrors and errors of the request itself as they are, the rest
 * masked as INTERNAL_SERVER_ERROR with the request's id and logged whole.
 */
export function formatError(
  error: unknown,
  { requestId, log }: { requestId: string; log: Logger },
): GraphQLFormattedError {
  const position = error instanceof GraphQLError ? { locations: error.locations, path: error.path } : {};
  const original = originalOf(error);
  if (original instanceof AppError) {
    // Tokens expire all the time, and anybody can send wrong ones: nothing to wake an operator for, nor to fill a disk with.
    const level = original.code === 'UNAUTHENTICATED' ? 'debug' : 'warn';
    if (original.cause !== undefined) log[level]({ err: original, requestId }, original.message);
    return { message: original.message, ...position, extensions: { ...original.extensions, code: original.code } };
  }
  if (original instanceof GraphQLError) {
    const code = original.extensions['code'];
    if (code === undefined && error instanceof GraphQLError && error.path === undefined) {
      // graphql-js reports wrong variables and selections without a code; with a path it is a resolver that broke its promise.
      return { message: original.message, ...position, extensions: { code: 'BAD_USER_INPUT' } };
    }
    if (typeof code === 'string' && requestCodes.has(code)) {
      return { message: original.message, ...position, extensions: { ...original.extensions } };
    }
  }
  log.error({ err: original, requestId, path: position.path }, 'Unexpected error');
  return { message: 'Internal server error', ...position, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } };
}
