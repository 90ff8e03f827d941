import type { FastifyInstance } from 'fastify';
import { loadExplorerPage } from './explorer-page.ts';

/** `GET /`: the explorer, served whole from this process. */
export function addExplorerRoute(app: FastifyInstance): void {
  let loading: ReturnType<typeof loadExplorerPage> | undefined;
  app.get('/', async (request, reply) => {
    const page = await (loading ??= loadExplorerPage());
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', page.contentSecurityPolicy)
      .header('cache-control', 'no-cache')
      .header('etag', page.etag)
      .header('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
    const acceptsGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (!acceptsGzip) return reply.send(page.html);
    return reply.header('content-encoding', 'gzip').send(page.compressed);
  });
}
