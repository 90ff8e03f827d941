import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundError } from '@polyphony/platform/errors';
import { assetFolder, loadExplorerAssets, type ExplorerAsset } from './explorer-assets.ts';
import { explorerPolicy, renderExplorerPage } from './explorer-page.ts';

/** `GET /`: the explorer, which needs nothing from elsewhere. */
export function addExplorerRoute(app: FastifyInstance): void {
  let loading: Promise<{ page: string; assets: ReadonlyMap<string, ExplorerAsset> }> | undefined;
  const load = () => (loading ??= loadExplorer());

  app.get('/', async (_request, reply) => {
    const { page } = await load();
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', explorerPolicy)
      .header('cache-control', 'no-cache')
      .send(page);
  });
  app.get(`${assetFolder}/*`, async (request, reply) => {
    const { assets } = await load();
    const asset = assets.get(request.url);
    if (asset === undefined) throw new NotFoundError('This address');
    return sendAsset(request, reply, asset);
  });
}

async function loadExplorer() {
  const assets = await loadExplorerAssets();
  const all = [assets.script, assets.style, assets.start, ...Object.values(assets.workers)];
  return { page: renderExplorerPage(assets), assets: new Map(all.map(asset => [asset.path, asset])) };
}

function sendAsset(request: FastifyRequest, reply: FastifyReply, { contentType, body, compressed }: ExplorerAsset) {
  void reply
    .type(contentType)
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('vary', 'accept-encoding');
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(compressed);
}
