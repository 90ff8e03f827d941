import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { formatError } from '@polyphony/platform/graphql';

/** Codes of Apollo's federation and server packages that mean: this request cannot be run. */
const requestCodes = new Set(['INVALID_GRAPHQL', 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'UNSUPPORTED_FEATURE']);

/**
 * What a client sees of an error of the graph. Errors of subgraphs were masked there and pass, without the name of the subgraph;
 * the gateway's own are masked unless they are about the request itself.
 */
export function formatGraphError(
  error: unknown,
  context: Pick<RequestContext, 'requestId' | 'log'>,
): GraphQLFormattedError {
  if (!(error instanceof GraphQLError)) return formatError(error, context);
  const { serviceName, stacktrace: _stacktrace, ...extensions } = error.extensions;
  if (serviceName !== undefined) {
    return { message: error.message, ...(error.path !== undefined && { path: error.path }), extensions };
  }
  if (requestCodes.has(String(extensions['code']))) {
    return { message: error.message, extensions: { code: 'BAD_USER_INPUT' } };
  }
  return formatError(error, context);
}
