import { defaultQuery } from './default-query.ts';
import type { ExplorerAssets } from './explorer-assets.ts';

const logo = `<svg viewBox="0 0 24 24" width="28" height="28" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">
  <path d="M2 8c3-5 6-5 10 0s7 5 10 0"/><path d="M2 13c3-5 6-5 10 0s7 5 10 0"/><path d="M2 18c3-5 6-5 10 0s7 5 10 0"/></svg>`;

const icon = `data:image/svg+xml,${encodeURIComponent(
  logo.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ').replace('currentColor', '%23d60590'),
)}`;

/** The explorer's page: GraphiQL with a first set of operations to try. */
export function renderExplorerPage({ script, style, start, workers }: ExplorerAssets): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Polyphony</title>
    <link rel="icon" href="${icon}">
    <link rel="stylesheet" href="${style.path}">
    ${Object.entries(workers)
      .map(([label, { path }]) => `<link data-worker="${label}" href="${path}">`)
      .join('\n    ')}
    <style>html, body, #root { height: 100%; margin: 0; overflow: hidden; }</style>
  </head>
  <body>
    <noscript>The explorer needs JavaScript.</noscript>
    <div id="root"></div>
    <template id="logo">${logo}</template>
    <script id="default-query" type="text/plain">${defaultQuery}</script>
    <script src="${script.path}"></script>
    <script src="${start.path}"></script>
  </body>
</html>
`;
}

/** What the page may do: load from this server, call this server. The editor writes styles as it goes. */
export const explorerPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
