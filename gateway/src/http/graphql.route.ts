import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContext } from '@polyphony/platform/context';
import { createDeadline } from '../deadlines/index.ts';
import type { AuthenticatedRequest } from './request-authentication.ts';

/** `POST /graphql`, and `GET /graphql` for queries with a header that cross-site forms cannot send. */
export function addGraphqlRoute(
  app: FastifyInstance,
  {
    apollo,
    authenticated,
    requestTimeoutMs,
  }: {
    apollo: ApolloServer<RequestContext>;
    authenticated: (request: FastifyRequest) => AuthenticatedRequest;
    requestTimeoutMs: number;
  },
): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: fastifyApolloHandler(apollo, {
      context: async (request, reply) => {
        const { context } = authenticated(request);
        const deadline = createDeadline(context.signal, requestTimeoutMs);
        reply.raw.once('close', () => deadline.clear());
        return { ...context, signal: deadline.signal };
      },
    }),
  });
}
