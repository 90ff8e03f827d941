import type { GraphQLFormattedError } from 'graphql';

/**
 * Ends an operation with errors that are ready for the client: a document that cannot run, or a stream that broke. Over a
 * socket they travel in an `error` message.
 */
export class RequestRejectedError extends Error {
  override readonly name = 'RequestRejectedError';

  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'The operation was rejected.');
  }
}
