import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { WatchedClient } from '../authentication/index.ts';
import type { ConnectionCounter } from '../clients/index.ts';
import { readOperation, readOperationParameters } from '../http/operation-body.ts';
import type { ClientRequest, OperationRunner } from '../operations/index.ts';
import type { EventStreams } from './event-streams.ts';
import { rawHeaders } from './raw-headers.ts';
import { serverSentEvents } from './server-sent-events.encoding.ts';

export interface EventStreamRouteOptions {
  authenticated: (request: FastifyRequest) => WatchedClient & { context: RequestContext };
  connections: ConnectionCounter;
  runner: OperationRunner;
  streams: EventStreams;
}

/**
 * `POST /graphql/stream`, and `GET` with query parameters: the "distinct connections mode" of the graphql-sse protocol. Every
 * request streams one operation as `next` events and a `complete`. JSON bodies and the `accept` header are asked for, neither of
 * which a cross-site form can send.
 */
export function addEventStreamRoute(
  app: FastifyInstance,
  { authenticated, connections, runner, streams }: EventStreamRouteOptions,
): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    async handler(request, reply) {
      if (!(request.headers.accept ?? '').includes('text/event-stream')) {
        return refuse(reply, 406, 'Ask for it with the header "accept: text/event-stream".');
      }
      const client = authenticated(request);
      const isGet = request.method === 'GET';
      const operation = isGet ? readOperationParameters(request.query) : readOperation(request.body);
      if (!hasDocument(operation)) return refuse(reply, 400, 'The request is no GraphQL operation.');
      if (isGet && isMutation(operation, client.context)) return refuse(reply, 405, 'Mutations are not run by GET.');
      const discount = connections.add(client.context);
      reply.hijack();
      await streams.serve({
        client,
        encoding: serverSentEvents,
        response: reply.raw,
        headers: rawHeaders(reply),
        start: signal => runner.run(operation, { ...client.context, signal }, 'sse'),
      });
      discount();
    },
  });

  /** Also of an operation that was sent as a hash. What cannot run is told in the stream. */
  function isMutation(operation: ClientRequest, context: RequestContext): boolean {
    try {
      return runner.prepare(operation, context).operation.type === OperationTypeNode.MUTATION;
    } catch {
      return false;
    }
  }
}

const hasDocument = ({ query, documentId, extensions }: ClientRequest) => Boolean(query || documentId || extensions);

function refuse(reply: FastifyReply, status: number, message: string) {
  return reply.code(status).send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
}
