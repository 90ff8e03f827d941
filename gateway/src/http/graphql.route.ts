import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { AppError } from '@polyphony/platform/errors';
import { startDeadline } from '../deadlines/index.ts';
import {
  extensionsFor,
  type OperationRunner,
  type ReadyOperation,
  type ResponseExtension,
} from '../operations/index.ts';
import { jsonType, readAccept, type SingleAnswerType } from './accepted-types.ts';
import { refuseCrossSiteRequest } from './cross-site-request.ts';
import { answerWithError, asBytes, answerWithResult, sendAnswer, type GraphqlAnswer } from './graphql-answer.ts';
import { serveMultipartSubscription, type MultipartSubscriptionOptions } from './multipart-subscription.ts';
import { readOperation, readOperationParameters } from './operation-body.ts';
import type { AuthenticatedRequest } from './request-authentication.ts';
import { requestKey, type SharedAnswers } from './shared-answers.ts';

export interface GraphqlRouteOptions extends MultipartSubscriptionOptions {
  authenticated: (request: FastifyRequest) => AuthenticatedRequest;
  runner: OperationRunner;
  /** What answers can tell about themselves in `extensions`. */
  extensions: readonly ResponseExtension[];
  requestTimeoutMs: number;
  /** Lets equal queries that run at the same time share one answer; undefined: each is executed. */
  sharedAnswers: SharedAnswers<GraphqlAnswer> | undefined;
}

/**
 * `POST /graphql`, and `GET /graphql` for queries, as in https://graphql.github.io/graphql-over-http/draft/ : one operation a
 * request. Subscriptions are streamed to clients that read `multipart/mixed; subscriptionSpec=1.0`.
 */
export function addGraphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  const { authenticated, runner, extensions, requestTimeoutMs, sharedAnswers } = options;
  const extensionHeaders = extensions.map(({ header }) => header);
  void app.register(async scope => {
    const parseJson = readBodiesAsText(scope);

    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      async handler(request, reply) {
        const client = authenticated(request);
        const { single, multipart } = readAccept(request.headers.accept);
        const contentType = single ?? jsonType;
        try {
          refuseCrossSiteRequest(request.headers);
          if (single === undefined && !multipart) return refuseTypes(reply, contentType, client.context);
          const key = sharedAnswers === undefined ? '' : requestKey(request, client.context, extensionHeaders);
          const shared = sharedAnswers?.join(key, client.context.signal);
          if (shared !== undefined) return sendAnswer(reply, await shared);
          const ready = runner.prepare(
            request.method === 'GET' ? readOperationParameters(request.query) : readOperation(parseJson(request)),
            client.context,
          );
          const { type } = ready.operation;
          if (type === OperationTypeNode.SUBSCRIPTION) {
            if (multipart) return await serveMultipartSubscription({ ready, client, reply }, options);
            throw new AppError(subscribeElsewhere, { code: 'BAD_USER_INPUT' });
          }
          if (type === OperationTypeNode.MUTATION && request.method === 'GET') {
            return refuseMethod(reply, contentType, client.context);
          }
          if (sharedAnswers !== undefined && type === OperationTypeNode.QUERY) {
            const answer = sharedAnswers.start(key, client.context.signal, async controller => {
              const context = { ...client.context, signal: controller.signal };
              return asBytes(await execute(request, ready, context, controller, contentType));
            });
            return sendAnswer(reply, await answer);
          }
          return sendAnswer(reply, await execute(request, ready, client.context, client.controller, contentType));
        } catch (error) {
          return sendAnswer(reply, answerWithError(error, contentType, client.context));
        }
      },
    });
  });

  /** Executes a query or a mutation, until the deadline at most, which aborts the controller of the context's signal. */
  async function execute(
    { headers }: FastifyRequest,
    ready: ReadyOperation,
    context: RequestContext,
    controller: AbortController,
    contentType: SingleAnswerType,
  ): Promise<GraphqlAnswer> {
    const deadline = startDeadline(controller, requestTimeoutMs);
    try {
      const result = await runner.execute(ready, context);
      const asked =
        extensions.length === 0 ? undefined : extensionsFor(extensions, { ready, context, headers, result });
      return answerWithResult(result, contentType, asked);
    } finally {
      clearTimeout(deadline);
    }
  }
}

const subscribeElsewhere =
  'Subscribe over WebSocket (graphql-transport-ws), at /graphql/stream (server-sent events), or with the header ' +
  '"accept: multipart/mixed; subscriptionSpec=1.0".';

/** Leaves JSON bodies as text, which tells equal requests; answers how to parse them, with fastify's guards against keys like `__proto__`. */
function readBodiesAsText(scope: FastifyInstance): (request: FastifyRequest) => unknown {
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => done(null, text));
  const parse = scope.getDefaultJsonParser('error', 'error');
  return request => {
    let parsed: unknown;
    // It calls back before it returns.
    void parse(request, (request.body as string | undefined) ?? '', (error, body) => {
      if (error !== null) throw new AppError('The body is not JSON that can be read.', { code: 'BAD_USER_INPUT' });
      parsed = body;
    });
    return parsed;
  };
}

function refuseTypes(reply: FastifyReply, contentType: SingleAnswerType, context: RequestContext): void {
  const error = new AppError(
    'Answers come as application/json or application/graphql-response+json, neither of which this request accepts.',
    { code: 'BAD_USER_INPUT' },
  );
  return sendAnswer(reply, { ...answerWithError(error, contentType, context), status: 406 });
}

function refuseMethod(reply: FastifyReply, contentType: SingleAnswerType, context: RequestContext): void {
  const error = new AppError('Mutations are not run by GET.', { code: 'BAD_USER_INPUT' });
  return sendAnswer(reply.header('allow', 'POST'), { ...answerWithError(error, contentType, context), status: 405 });
}
