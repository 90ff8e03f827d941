import { describe, expect, it } from '@jest/globals';
import type { ChatRequest } from '../chat.model.ts';
import { collectReply } from '../collect-reply.ts';
import { createChatModel } from '../create-chat-model.ts';

const request: ChatRequest = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
    { role: 'tool', content: '42' },
    { role: 'system', content: 'Be kind.' },
  ],
  maxTokens: 9,
  signal: new AbortController().signal,
};
const retry = { attempts: 2, baseDelayMs: 1, maxDelayMs: 100 };

/** A server of one answer that keeps what it was sent. */
function oneAnswer(...answers: (() => Response)[]) {
  const sent: { url: string; headers: Headers; body: Record<string, unknown> }[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    sent.push({
      url: String(url),
      headers: new Headers(init?.headers),
      body: JSON.parse(String(init?.body)) as Record<string, unknown>,
    });
    return (answers.length > 1 ? answers.shift()! : answers[0]!)();
  };
  return { sent, fetch };
}

const eventStream = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream' } });

// The events of https://docs.anthropic.com/en/api/messages-streaming.
const anthropicEvents = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [],
      model: 'claude-test',
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 25, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: '!' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 15 } },
  { type: 'message_stop' },
];
const anthropicStream = (events: { type: string }[]) =>
  eventStream(events.map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));

describe('an Anthropic model', () => {
  it('streams over the Messages protocol', async () => {
    const { sent, fetch } = oneAnswer(() => anthropicStream(anthropicEvents));
    const model = await createChatModel({ provider: 'anthropic', apiKey: 'key', model: 'claude-test', fetch, retry });
    expect(model.contextWindow).toBe(200_000);
    const reply = await collectReply(model.stream(request));
    expect(reply).toMatchObject({
      text: 'Hello!',
      finish: { reason: 'stop', promptTokens: 25, completionTokens: 15 },
    });
    expect(sent[0]!.url).toBe('https://api.anthropic.com/v1/messages');
    expect(sent[0]!.headers.get('x-api-key')).toBe('key');
    expect(sent[0]!.body).toMatchObject({ model: 'claude-test', max_tokens: 9, stream: true });
    expect(JSON.stringify(sent[0]!.body['system'])).toContain('Be brief.\\n\\nBe kind.');
    expect(JSON.stringify(sent[0]!.body['messages'])).toContain('Result of a tool:\\n42');
  });

  it('waits and asks again when it is overloaded', async () => {
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const { sent, fetch } = oneAnswer(
      () => Response.json(overloaded, { status: 529 }),
      () => anthropicStream(anthropicEvents),
    );
    const model = await createChatModel({ provider: 'anthropic', apiKey: 'key', model: 'claude-test', fetch, retry });
    expect((await collectReply(model.stream(request))).text).toBe('Hello!');
    expect(sent).toHaveLength(2);
  });

  it('fails when the stream ends before the message does', async () => {
    const { fetch } = oneAnswer(() => anthropicStream(anthropicEvents.slice(0, 5)));
    const model = await createChatModel({ provider: 'anthropic', apiKey: 'key', model: 'claude-test', fetch, retry });
    await expect(collectReply(model.stream(request))).rejects.toMatchObject({ code: 'INFERENCE_UNAVAILABLE' });
  });
});

describe('a Gemini model', () => {
  // The chunks of https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent.
  const chunk = (text: string, more = {}) =>
    `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0, ...more }], usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 3, totalTokenCount: 15 } })}\r\n\r\n`;

  it('streams over streamGenerateContent', async () => {
    const { sent, fetch } = oneAnswer(() => eventStream(chunk('Hel') + chunk('lo', { finishReason: 'MAX_TOKENS' })));
    const model = await createChatModel({ provider: 'google', apiKey: 'key', model: 'gemini-test', fetch, retry });
    const reply = await collectReply(model.stream(request));
    expect(reply).toMatchObject({ text: 'Hello', finish: { reason: 'length', promptTokens: 12, completionTokens: 3 } });
    expect(sent[0]!.url).toContain('/models/gemini-test:streamGenerateContent?alt=sse');
    expect(sent[0]!.headers.get('x-goog-api-key')).toBe('key');
    expect(sent[0]!.body).toMatchObject({ generationConfig: { maxOutputTokens: 9 } });
  });

  it('tells that its quota is used up', async () => {
    const error = { error: { code: 429, message: 'Resource exhausted', status: 'RESOURCE_EXHAUSTED' } };
    const { fetch } = oneAnswer(() => Response.json(error, { status: 429 }));
    const model = await createChatModel({ provider: 'google', apiKey: 'key', model: 'gemini-test', fetch, retry });
    await expect(collectReply(model.stream(request))).rejects.toMatchObject({
      code: 'INFERENCE_RATE_LIMITED',
      statusCode: 429,
    });
  });
});
