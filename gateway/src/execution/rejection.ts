import { GraphQLError } from 'graphql';
import { RequestRejectedError } from '@polyphony/platform/sockets';

/** Longest document we read, in tokens: validating takes time that grows with its square, before anything else can refuse it. */
export const maxTokens = 5000;

/** One error about the request as a whole. */
export function rejection(message: string, code: string, cause?: unknown): RequestRejectedError {
  const locations = cause instanceof GraphQLError ? cause.locations : undefined;
  return new RequestRejectedError([{ message, ...(locations !== undefined && { locations }), extensions: { code } }]);
}
