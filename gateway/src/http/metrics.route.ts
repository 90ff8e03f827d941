import type { FastifyInstance } from 'fastify';
import { ForbiddenError } from '@polyphony/platform/errors';
import type { GatewayMetrics } from '../metrics/index.ts';
import { isOnThisMachine, isOperator } from './operator-request.ts';

/** `GET /metrics` for whoever has the token; without a token for this machine alone. */
export function addMetricsRoute(
  app: FastifyInstance,
  { metrics, token }: { metrics: GatewayMetrics; token: string | undefined },
): void {
  app.get('/metrics', async (request, reply) => {
    const isAllowed = token === undefined ? isOnThisMachine(request) : isOperator(request, token);
    if (!isAllowed) throw new ForbiddenError('Metrics are not shown to you.');
    const { contentType, text } = await metrics.render();
    return reply.type(contentType).send(text);
  });
}
