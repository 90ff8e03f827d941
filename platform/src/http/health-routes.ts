import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkHealth, type HealthCheck, type HealthReport } from '../health/index.ts';

export interface HealthRoutesOptions {
  checks: readonly HealthCheck[];
  isDraining: () => boolean;
  /** Who is told what is wrong, besides that something is; everybody, where it is left out. */
  mayKnowReasons?: (request: FastifyRequest) => boolean;
}

/**
 * `GET /healthz`: the process is alive. `GET /readyz`: everything it needs answers, 503 and the reasons otherwise, also while it
 * shuts down.
 */
export function addHealthRoutes(
  app: FastifyInstance,
  { checks, isDraining, mayKnowReasons = () => true }: HealthRoutesOptions,
): void {
  // Anyone may ask, so that all who ask at once share one look at what the process needs.
  let checking: Promise<HealthReport[]> | undefined;
  const check = () =>
    (checking ??= checkHealth(checks).finally(() => {
      checking = undefined;
    }));
  app.get('/healthz', () => ({ status: 'alive' }));
  app.get('/readyz', async (request, reply) => {
    const reports = await check();
    const ready = !isDraining() && reports.every(report => report.healthy);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: isDraining() ? 'draining' : ready ? 'ready' : 'not ready',
        ...(mayKnowReasons(request) && { checks: reports }),
      });
  });
}
