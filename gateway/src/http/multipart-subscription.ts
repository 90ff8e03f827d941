import type { FastifyReply } from 'fastify';
import type { ConnectionCounter } from '../clients/index.ts';
import { multipartMixed, rawHeaders, type EventStreams } from '../event-streams/index.ts';
import type { OperationRunner, ReadyOperation } from '../operations/index.ts';
import type { AuthenticatedRequest } from './request-authentication.ts';

export interface MultipartSubscriptionOptions {
  runner: OperationRunner;
  connections: ConnectionCounter;
  streams: EventStreams;
}

/** Streams a subscription over the multipart protocol until it ends or the client leaves. @throws RateLimitedError before it begins. */
export async function serveMultipartSubscription(
  { ready, client, reply }: { ready: ReadyOperation; client: AuthenticatedRequest; reply: FastifyReply },
  { runner, connections, streams }: MultipartSubscriptionOptions,
): Promise<void> {
  const discount = connections.add(client.context);
  reply.hijack();
  await streams.serve({
    client,
    encoding: multipartMixed,
    response: reply.raw,
    headers: rawHeaders(reply),
    start: signal => runner.subscribe(ready, { ...client.context, signal }, 'multipart'),
  });
  discount();
}
