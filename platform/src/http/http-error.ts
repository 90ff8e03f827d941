import type { FastifyError, FastifyInstance } from 'fastify';
import { AppError, NotFoundError, PayloadTooLargeError } from '../errors/index.ts';
import { formatError } from '../graphql/index.ts';
import type { Logger } from '../logging/index.ts';
import { httpStatus } from './http-status.ts';

/** What a client sees of an error that ended its HTTP request, and the status it goes with. */
export function describeHttpError(error: unknown, { requestId, log }: { requestId: string; log: Logger }) {
  const known = fromFastify(error);
  const { message, extensions } = formatError(known, { requestId, log });
  const ownStatus = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;
  const isClientError = ownStatus >= 400 && ownStatus < 500;
  return {
    status: isClientError ? ownStatus : httpStatus(extensions?.['code']),
    body: { message, extensions: extensions ?? {} },
  };
}

/** Fastify's own refusals (body too large, malformed JSON, wrong content type) in our codes. */
function fromFastify(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const { code, statusCode = 500 } = error as FastifyError;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new AppError('The request body is too large.', { code: 'PAYLOAD_TOO_LARGE' });
  }
  if (statusCode >= 400 && statusCode < 500) return new AppError(error.message, { code: 'BAD_USER_INPUT' });
  return error;
}

export type ErrorBody = (error: { message: string; extensions: Record<string, unknown> }) => object;

/** `{ errors: [...] }`, as GraphQL clients expect. */
export const graphqlErrorBody: ErrorBody = error => ({ errors: [error] });

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
