import type { FastifyReply } from 'fastify';
import type { RequestContext } from '@polyphony/platform/context';
import { formatError } from '@polyphony/platform/graphql';
import { httpStatus } from '@polyphony/platform/http';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { encodeResult, type GraphResult } from '../execution/index.ts';
import { graphqlResponseType, type SingleAnswerType } from './accepted-types.ts';

/** A whole answer, ready to be sent; several requests may be sent the same. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly contentType: SingleAnswerType;
  /** The bytes; as text, one character a byte. */
  readonly body: Buffer | string;
  /** Seconds after which the same request may pass. */
  readonly retryAfter?: number;
}

/** The request is at fault; the codes that are not here say what their name says in HTTP. */
const requestCodes = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'COST_ESTIMATED_TOO_EXPENSIVE',
  'QUERY_NOT_IN_SAFELIST',
]);
/** Apollo's clients take these for a step of the protocol, not for a failure. */
const persistedQueryCodes = new Set<unknown>(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED']);

/** 200 where something was executed, whatever became of it; otherwise what the first error says. */
export function answerWithResult(
  result: GraphResult,
  contentType: SingleAnswerType,
  extensions?: Record<string, unknown>,
): GraphqlAnswer {
  const body = encodeResult(result, extensions);
  if (result.data !== undefined) return { status: 200, contentType, body };
  const { code, retryAfterSeconds } = result.errors?.[0]?.extensions ?? {};
  return {
    status: statusOf(code, contentType),
    contentType,
    body,
    ...(typeof retryAfterSeconds === 'number' && { retryAfter: Math.ceil(retryAfterSeconds) }),
  };
}

/** Errors of the request as they are, everything else masked. */
export function answerWithError(
  error: unknown,
  contentType: SingleAnswerType,
  context: Pick<RequestContext, 'requestId' | 'log'>,
): GraphqlAnswer {
  const errors = error instanceof RequestRejectedError ? error.errors : [formatError(error, context)];
  return answerWithResult({ data: undefined, errors }, contentType);
}

/** The same answer for sending it more than once. */
export function asBytes({ body, ...answer }: GraphqlAnswer): GraphqlAnswer {
  return { ...answer, body: typeof body === 'string' ? Buffer.from(body, 'latin1') : body };
}

/**
 * Sends past fastify, which would take text for UTF-8: Node writes latin1 text and its headers in one piece, without a buffer in
 * between.
 */
export function sendAnswer(reply: FastifyReply, { status, contentType, body, retryAfter }: GraphqlAnswer): void {
  reply.hijack();
  const headers: Record<string, number | string | string[] | undefined> = reply.getHeaders();
  headers['content-type'] = contentType;
  headers['cache-control'] = 'no-store';
  headers['content-length'] = String(body.length);
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  reply.raw.writeHead(status, headers);
  if (typeof body === 'string') reply.raw.end(body, 'latin1');
  else reply.raw.end(body);
}

function statusOf(code: unknown, contentType: SingleAnswerType): number {
  // https://graphql.github.io/graphql-over-http/draft/: what was not executed is no success in this content type.
  if (persistedQueryCodes.has(code)) return contentType === graphqlResponseType ? 400 : 200;
  return requestCodes.has(code) ? 400 : httpStatus(code);
}
