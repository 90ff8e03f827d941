import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendFailure, sendReply, streamReply, type ChatBody, type Flavour } from './chat-response.ts';
import { scriptedTokens, type ChatScript } from './chat-script.ts';
import { hashedEmbedding } from './hashed-embedding.ts';

export interface RecordedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of any shape
  body: any;
  /** When the client closed the connection before the response ended, on the clock of performance.now(). */
  abortedAt?: number;
  /** Resolves when the response ended or the client left. */
  closed: Promise<void>;
}

export interface OpenAiServerOptions {
  flavour?: Flavour;
  /** Requests without this bearer token get 401. */
  apiKey?: string;
  /** Length of the vectors of /v1/embeddings. */
  dimensions?: number;
  /** What a request gets when nothing is scripted; an echo of the last message otherwise. */
  reply?: (body: ChatBody) => ChatScript;
}

export interface OpenAiServer {
  /** For LLM_URL and EMBEDDING_URL, with `/v1`. */
  url: string;
  requests: RecordedRequest[];
  /** Queues what the next chat or embedding requests get, one script each. */
  script(...scripts: ChatScript[]): void;
  close(): Promise<void>;
}

const echo = ({ messages }: ChatBody): ChatScript => ({
  tokens: scriptedTokens(`You said: ${JSON.stringify(messages.at(-1)?.content)}`),
});

/**
 * A model server for tests that speaks the OpenAI protocol (`/v1/chat/completions`, `/v1/embeddings`, `/v1/models`) over real HTTP on
 * 127.0.0.1: scripted tokens and delays, failures, broken streams; it records requests and notices clients that leave.
 */
export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const { flavour = 'openai', apiKey, dimensions = 64, reply = echo } = options;
  const requests: RecordedRequest[] = [];
  const scripts: ChatScript[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? undefined : JSON.parse(text);

    const left = new AbortController();
    const recorded: RecordedRequest = {
      path: request.url ?? '',
      headers: request.headers,
      body,
      closed: new Promise(resolve => {
        response.on('close', () => {
          if (!response.writableFinished) recorded.abortedAt = performance.now();
          left.abort();
          resolve();
        });
      }),
    };
    requests.push(recorded);

    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      return sendFailure(response, { status: 401, message: 'Incorrect API key provided' });
    }
    switch (`${request.method} ${request.url}`) {
      case 'GET /v1/models':
        return sendJson(response, { object: 'list', data: [{ id: 'test-model', object: 'model' }] });
      case 'POST /v1/chat/completions': {
        const script = scripts.shift() ?? reply(body);
        if ('status' in script) return sendFailure(response, script);
        if (!body.stream) return sendReply(response, body, script);
        return streamReply(response, body, script, flavour, left.signal);
      }
      case 'POST /v1/embeddings': {
        const script = scripts.shift();
        if (script !== undefined && 'status' in script) return sendFailure(response, script);
        const input: string[] = [body.input].flat();
        const data = input.map((value, index) => ({
          index,
          object: 'embedding',
          embedding: hashedEmbedding(value, dimensions),
        }));
        return sendJson(response, {
          object: 'list',
          model: body.model,
          data,
          usage: { prompt_tokens: 1, total_tokens: 1 },
        });
      }
      default:
        return sendFailure(response, { status: 404, message: `No such route: ${request.url}` });
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that left interrupts the delays of its script; anything else is a mistake in a test.
      if (!(error instanceof Error && error.name === 'AbortError')) response.destroy(error as Error);
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    script: (...next) => void scripts.push(...next),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
