import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface ExplorerAsset {
  /** Where it is served; contains its hash, so that it may be kept for ever. */
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly compressed: Buffer;
}

/** GraphiQL, its editor's workers and our start script. */
export interface ExplorerAssets {
  readonly script: ExplorerAsset;
  readonly style: ExplorerAsset;
  readonly start: ExplorerAsset;
  /** By the name that the editor asks for. */
  readonly workers: Readonly<Record<string, ExplorerAsset>>;
}

/** The name in every asset's path; the rest is a hash. */
export const assetFolder = '/explorer';

/** Loads the 9 MB of GraphiQL, which nobody needs who never opens the explorer. */
export async function loadExplorerAssets(): Promise<ExplorerAssets> {
  const { js, css, editorWorkerService, jsonWorker, graphqlWorker } =
    await import('@graphql-yoga/render-graphiql/graphiql');
  const javaScript = 'text/javascript; charset=utf-8';
  const [script, style, start, editor, json, graphql] = await Promise.all([
    asset('graphiql.js', javaScript, js),
    asset('graphiql.css', 'text/css; charset=utf-8', css),
    asset('start.js', javaScript, await readFile(new URL('./explorer.browser.js', import.meta.url), 'utf8')),
    asset('editor-worker.js', javaScript, editorWorkerService),
    asset('json-worker.js', javaScript, jsonWorker),
    asset('graphql-worker.js', javaScript, graphqlWorker),
  ]);
  return { script, style, start, workers: { editorWorkerService: editor, json, graphql } };
}

async function asset(name: string, contentType: string, text: string): Promise<ExplorerAsset> {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { path: `${assetFolder}/${hash}/${name}`, contentType, body, compressed: await promisify(gzip)(body) };
}
