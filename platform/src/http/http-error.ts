import type { FastifyError, FastifyInstance } from 'fastify';
import { AppError, NotFoundError, PayloadTooLargeError } from '../errors/index.ts';
import { formatError } from '../graphql/index.ts';
import type { Logger } from '../logging/index.ts';
import { httpStatus } from './http-status.ts';

/** What a client sees of an error that ended its HTTP request, and the status it goes with. */
function describeHttpError(error: unknown, { requestId, log }: { requestId: string; log: Logger }) {
  const refusal = refusalOf(error);
  const known = refusal === null ? error : new AppError(refusal.message, { code: 'BAD_USER_INPUT' });
  const { message, extensions = {} } = formatError(known, { requestId, log });
  return { status: refusal?.statusCode ?? httpStatus(extensions['code']), body: { message, extensions } };
}

/**
 * Fastify's own refusal of a request (malformed JSON, wrong content type), or null. Errors of others may carry a status too, of
 * some request of ours, and a message that is not for clients.
 */
function refusalOf(error: unknown): { message: string; statusCode: number } | null {
  if (!(error instanceof Error)) return null;
  const { code = '', message, statusCode = 500 } = error as Partial<FastifyError> & Error;
  const isRefusal = code.startsWith('FST_') && statusCode >= 400 && statusCode < 500;
  return isRefusal ? { message, statusCode } : null;
}

type ErrorBody = (error: { message: string; extensions: Record<string, unknown> }) => object;

/** `{ errors: [...] }`, as GraphQL clients expect. */
const graphqlErrorBody: ErrorBody = error => ({ errors: [error] });

/** Answers errors and unknown paths as JSON, never with a stack trace. */
export function answerErrorsAsJson(app: FastifyInstance, log: Logger, toBody: ErrorBody = graphqlErrorBody): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, body } = describeHttpError(
      (error as FastifyError).code === 'FST_ERR_CTP_BODY_TOO_LARGE'
        ? new PayloadTooLargeError(request.routeOptions.bodyLimit)
        : error,
      { requestId: request.id, log },
    );
    const retryAfter = body.extensions['retryAfterSeconds'];
    if (typeof retryAfter === 'number') void reply.header('retry-after', String(Math.ceil(retryAfter)));
    return reply.code(status).send(toBody(body));
  });
}

/** Unknown paths answer 404 in the same shape. */
export function answerUnknownPathsAsJson(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((request, reply) => {
    const { status, body } = describeHttpError(new NotFoundError('This address'), { requestId: request.id, log });
    return reply.code(status).send(graphqlErrorBody(body));
  });
}
