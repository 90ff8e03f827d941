import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FailureScript, ReplyScript } from './chat-script.ts';

/** How a server words its chunks; the OpenAI protocol as OpenAI and as llama.cpp speak it. */
export type Flavour = 'openai' | 'llama.cpp';

export interface ChatBody {
  model: string;
  messages: { role: string; content: unknown }[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
}

export function sendFailure(response: ServerResponse, { status, retryAfterSeconds, message }: FailureScript): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error';
  response.end(JSON.stringify({ error: { code: status, message: message ?? `Scripted failure ${status}`, type } }));
}

/** Streams a scripted reply as server-sent events, until its end or the client's leaving. */
export async function streamReply(
  response: ServerResponse,
  body: ChatBody,
  script: ReplyScript,
  flavour: Flavour,
  left: AbortSignal,
): Promise<void> {
  const envelope = { id: 'chatcmpl-test', object: 'chat.completion.chunk', created: 1, model: body.model };
  const send = (chunk: object) => response.write(`data: ${JSON.stringify({ ...envelope, ...chunk })}\n\n`);
  const delta = (content: object, finish_reason: string | null = null) =>
    send({ choices: [{ index: 0, delta: content, finish_reason }] });

  if (script.headerDelayMs) await sleep(script.headerDelayMs, undefined, { signal: left });
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  delta({ role: 'assistant', content: flavour === 'llama.cpp' ? null : '' });
  for (let ping = 0; ping < (script.pings ?? 0); ping += 1) response.write(': ping\n\n');

  for (const [index, token] of script.tokens.entries()) {
    if (script.breakAfter?.tokens === index) return breakOff(response, script.breakAfter.how);
    if (script.delayMs) await sleep(script.delayMs, undefined, { signal: left });
    script.onToken?.(index);
    delta({ content: token });
  }
  if (script.breakAfter) return breakOff(response, script.breakAfter.how);

  delta({}, script.finishReason ?? 'stop');
  if (body.stream_options?.include_usage && script.usage !== null) {
    const usage = script.usage ?? {
      prompt_tokens: JSON.stringify(body.messages).split(/\W+/).length,
      completion_tokens: script.tokens.length,
    };
    send({ choices: [], usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } });
  }
  response.end('data: [DONE]\n\n');
}

function breakOff(response: ServerResponse, how: NonNullable<ReplyScript['breakAfter']>['how']): void {
  if (how === 'malformed-json') response.end('data: {"choices":[{"delta":{"con\n\ndata: [DONE]\n\n');
  else if (how === 'error-chunk') {
    response.end('data: {"error":{"code":500,"message":"slot unavailable","type":"server_error"}}\n\n');
  } else if (how === 'no-finish') response.end('data: [DONE]\n\n');
  else {
    // Only what has left the process reaches the client, so the tokens are flushed before the socket dies.
    response.write('', () => response.destroy());
  }
}

/** The same reply without streaming. */
export function sendReply(response: ServerResponse, body: ChatBody, script: ReplyScript): void {
  const usage = { prompt_tokens: 1, completion_tokens: script.tokens.length, total_tokens: script.tokens.length + 1 };
  const message = { role: 'assistant', content: script.tokens.join('') };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      id: 'chatcmpl-test',
      object: 'chat.completion',
      created: 1,
      model: body.model,
      choices: [{ index: 0, message, finish_reason: script.finishReason ?? 'stop' }],
      usage: script.usage ?? usage,
    }),
  );
}
