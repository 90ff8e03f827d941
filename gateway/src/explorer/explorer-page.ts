import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { defaultQuery } from './default-query.ts';

export interface ExplorerPage {
  html: Buffer;
  compressed: Buffer;
  etag: string;
  contentSecurityPolicy: string;
}

/** Renders GraphiQL as one page that needs nothing from elsewhere. Its 9 MB are loaded when the page is first asked for. */
export async function loadExplorerPage(): Promise<ExplorerPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Polyphony',
    endpoint: '/graphql',
    subscriptionsEndpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    defaultQuery,
  });
  const bytes = Buffer.from(html);
  return {
    html: bytes,
    compressed: await promisify(gzip)(bytes),
    etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    contentSecurityPolicy: contentSecurityPolicy(html),
  };
}

/** Allows this page's own script by its hash, its editor's workers and styles, and calls to this server; nothing else. */
function contentSecurityPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
