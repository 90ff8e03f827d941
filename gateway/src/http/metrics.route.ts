import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ForbiddenError } from '@polyphony/platform/errors';
import type { GatewayMetrics } from '../metrics/index.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** `GET /metrics` for whoever has the token; without a token for this machine alone. */
export function addMetricsRoute(
  app: FastifyInstance,
  { metrics, token }: { metrics: GatewayMetrics; token: string | undefined },
): void {
  app.get('/metrics', async (request, reply) => {
    const isForwarded = request.headers['x-forwarded-for'] !== undefined;
    const isAllowed =
      token === undefined
        ? loopback.has(request.socket.remoteAddress ?? '') && !isForwarded
        : isSame(request.headers.authorization ?? '', `Bearer ${token}`);
    if (!isAllowed) throw new ForbiddenError('Metrics are not shown to you.');
    const { contentType, text } = await metrics.render();
    return reply.type(contentType).send(text);
  });
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
