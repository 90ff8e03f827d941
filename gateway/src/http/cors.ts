import type { FastifyInstance } from 'fastify';
import { requestIdHeader } from '@polyphony/platform/http';

const exposedHeaders = [requestIdHeader, 'retry-after'].join(', ');

/**
 * Lets pages of these origins call and read the answers, refusals included, and answers their preflights. Without credentials: tokens
 * travel in headers, cookies are never used.
 */
export function allowOrigins(app: FastifyInstance, allowed: readonly string[]): void {
  const isAllowed = createOriginCheck(allowed);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !isAllowed(origin)) return done();
    void reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', exposedHeaders);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return done();
    void reply.headers({
      vary: 'Origin, Access-Control-Request-Headers',
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': '86400',
      'content-length': '0',
    });
    const wanted = request.headers['access-control-request-headers'];
    if (wanted !== undefined) void reply.header('access-control-allow-headers', wanted);
    void reply.code(204).send();
  });
}

/** Whether a page of this origin may call the API. `http://localhost:*` stands for any port of it, `*` for every origin. */
export function createOriginCheck(allowed: readonly string[]): (origin: string) => boolean {
  const exact = new Set(allowed.filter(origin => !origin.endsWith(':*')));
  const anyPort = new Set(allowed.filter(origin => origin.endsWith(':*')).map(origin => origin.slice(0, -2)));
  return origin => {
    if (exact.has('*') || exact.has(origin)) return true;
    if (!URL.canParse(origin)) return false;
    const { protocol, hostname } = new URL(origin);
    return anyPort.has(`${protocol}//${hostname}`);
  };
}
