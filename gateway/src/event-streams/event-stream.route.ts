import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { WatchedClient } from '../authentication/index.ts';
import type { ConnectionCounter } from '../clients/index.ts';
import { maxTokens, type GraphRequest } from '../execution/index.ts';
import type { RunOperation } from '../operations/index.ts';
import { parseEventStreamRequest } from './event-stream-request.ts';
import type { EventStreams } from './event-streams.ts';
import { serverSentEvents } from './server-sent-events.encoding.ts';

export interface EventStreamRouteOptions {
  authenticated: (request: FastifyRequest) => WatchedClient & { context: RequestContext };
  connections: ConnectionCounter;
  run: RunOperation;
  streams: EventStreams;
}

/**
 * `POST /graphql/stream`, and `GET` with query parameters: the "distinct connections mode" of the graphql-sse protocol. Every
 * request streams one operation as `next` events and a `complete`. JSON bodies and the `accept` header are asked for, neither of
 * which a cross-site form can send.
 */
export function addEventStreamRoute(
  app: FastifyInstance,
  { authenticated, connections, run, streams }: EventStreamRouteOptions,
): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    async handler(request, reply) {
      if (!(request.headers.accept ?? '').includes('text/event-stream')) {
        return refuse(reply, 406, 'Ask for it with the header "accept: text/event-stream".');
      }
      const operation = parseEventStreamRequest(request.method, request.body, request.query);
      if (request.method === 'GET' && isMutation(operation)) return refuse(reply, 405, 'Mutations are not run by GET.');
      const client = authenticated(request);
      const headers = Object.fromEntries(
        Object.entries(reply.getHeaders()).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : String(value),
        ]),
      );
      const discount = connections.add(client.context);
      reply.hijack();
      await streams.serve({
        client,
        encoding: serverSentEvents,
        response: reply.raw,
        headers,
        start: signal => run(operation, { ...client.context, signal }, 'sse'),
      });
      discount();
    },
  });
}

function refuse(reply: FastifyReply, status: number, message: string) {
  return reply.code(status).send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
}

function isMutation({ query, operationName }: GraphRequest): boolean {
  try {
    const operation = getOperationAST(parse(query, { maxTokens, noLocation: true }), operationName);
    return operation?.operation === OperationTypeNode.MUTATION;
  } catch {
    return false;
  }
}
