import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real HTTP server on this machine that answers as a test tells it, and counts. */
export interface ScriptedServer {
  readonly url: string;
  /** Requests that arrived, by their bodies, in order. */
  readonly bodies: string[];
  /** What answers from now on. */
  answer: RequestListener;
  close(): Promise<void>;
}

/** Answers with this JSON text. */
export const json =
  (text: string): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };

/** Answers with a status and a JSON body that is no result. */
export const status =
  (code: number): RequestListener =>
  (_request, response) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end('{"message":"no"}');
  };

export async function createScriptedServer(): Promise<ScriptedServer> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      scripted.answer(request, response);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const scripted: ScriptedServer = {
    url: `http://127.0.0.1:${port}`,
    bodies,
    answer: json('{"data":{}}'),
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
  return scripted;
}
