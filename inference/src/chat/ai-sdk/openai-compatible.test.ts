import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scriptedTokens, startOpenAiServer, type OpenAiServer } from '../../testing/index.ts';
import type { ChatModel, ChatPart, ChatRequest } from '../chat.model.ts';
import { collectReply } from '../collect-reply.ts';
import { createChatModel } from '../create-chat-model.ts';

const retry = { attempts: 3, baseDelayMs: 5, maxDelayMs: 2_000 };
let server: OpenAiServer;
let model: ChatModel;

beforeEach(async () => {
  server = await startOpenAiServer({ flavour: 'llama.cpp', apiKey: 'secret-key' });
  model = await modelAt(server);
});
afterEach(() => server.close());

const modelAt = ({ url }: OpenAiServer, settings = {}) =>
  createChatModel({
    provider: 'openai-compatible',
    url,
    apiKey: 'secret-key',
    model: 'test-model',
    retry,
    ...settings,
  });

const asking = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: 'user', content }],
  signal: new AbortController().signal,
  ...more,
});

async function partsUntilError(parts: AsyncIterable<ChatPart>) {
  const seen: ChatPart[] = [];
  try {
    for await (const part of parts) seen.push(part);
  } catch (error) {
    return { seen, error };
  }
  return { seen, error: null };
}

describe('an openai-compatible chat model', () => {
  it('streams the tokens, then the usage that the server reports', async () => {
    server.script({ tokens: ['Hel', 'lo', ' there'], pings: 2, usage: { prompt_tokens: 11, completion_tokens: 3 } });
    const { seen } = await partsUntilError(model.stream(asking('Hi')));
    expect(seen).toEqual([
      { type: 'text', text: 'Hel' },
      { type: 'text', text: 'lo' },
      { type: 'text', text: ' there' },
      { type: 'finish', reason: 'stop', promptTokens: 11, completionTokens: 3 },
    ]);
  });

  it('sends the parameters under the names of the protocol', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Bye' },
    ] as const;
    const limits = { temperature: 0.3, topP: 0.9, maxTokens: 5, stop: ['\n'], seed: 7 };
    await collectReply(model.stream(asking('', { messages: [...messages], ...limits })));
    expect(server.requests[0]!.headers.authorization).toBe('Bearer secret-key');
    expect(server.requests[0]!.body).toMatchObject({
      model: 'test-model',
      stream: true,
      stream_options: { include_usage: true },
      messages,
      temperature: 0.3,
      top_p: 0.9,
      max_tokens: 5,
      stop: ['\n'],
      seed: 7,
    });
  });

  it('gives sources to the model as numbered passages and reports which ones the reply cites', async () => {
    server.script({ tokens: scriptedTokens('Nights are billed in advance [2], see [2] and [9].') });
    const sources = [
      { id: 'a', title: 'Breakfast', text: 'Breakfast is at eight.' },
      { id: 'b', title: 'Billing', text: 'Nights are billed in advance.' },
    ];
    const reply = await collectReply(model.stream(asking('When do I pay?', { sources })));
    expect(server.requests[0]!.body.messages[0]).toMatchObject({ role: 'system' });
    expect(server.requests[0]!.body.messages[0].content).toContain('[2] Billing\nNights are billed in advance.');
    expect(reply.citations).toEqual([
      { type: 'citation', sourceId: 'b', title: 'Billing', excerpt: 'Nights are billed in advance.', score: 1 },
    ]);
  });

  it('says when the reply was cut off at the token limit', async () => {
    server.script({ tokens: ['a'], finishReason: 'length' });
    expect((await collectReply(model.stream(asking('Hi')))).finish.reason).toBe('length');
  });

  it('estimates the usage when the server reports none', async () => {
    server.script({ tokens: ['12345678'], usage: null });
    const { finish } = await collectReply(model.stream(asking('Hi')));
    expect(finish.completionTokens).toBe(2);
    expect(finish.promptTokens).toBeGreaterThan(0);
  });

  it('closes the connection within 200 ms of an abort and throws CANCELLED', async () => {
    server.script({ tokens: Array.from({ length: 1_000 }, () => 'x'), delayMs: 20 });
    const controller = new AbortController();
    const abortedAt = sleep(150).then(() => {
      controller.abort();
      return performance.now();
    });
    const { seen, error } = await partsUntilError(model.stream(asking('Hi', { signal: controller.signal })));
    await server.requests[0]!.closed;
    expect(seen.length).toBeGreaterThan(1);
    expect(error).toMatchObject({ code: 'CANCELLED', isRetryable: false });
    expect(server.requests[0]!.abortedAt! - (await abortedAt)).toBeLessThan(200);
  });

  it('closes the connection while it is still waiting for the headers', async () => {
    server.script({ tokens: ['x'], headerDelayMs: 5_000 });
    const startedAt = performance.now();
    const { error } = await partsUntilError(model.stream(asking('Hi', { signal: AbortSignal.timeout(100) })));
    await server.requests[0]!.closed;
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect(server.requests[0]!.abortedAt! - startedAt).toBeLessThan(300);
    expect(server.requests).toHaveLength(1);
  });

  it('closes the connection when the reader leaves the loop', async () => {
    server.script({ tokens: Array.from({ length: 1_000 }, () => 'x'), delayMs: 20 });
    let leftAt = 0;
    for await (const _part of model.stream(asking('Hi'))) {
      leftAt = performance.now();
      break;
    }
    await server.requests[0]!.closed;
    expect(server.requests[0]!.abortedAt! - leftAt).toBeLessThan(200);
  });

  it('sends nothing for a request that was aborted before', async () => {
    const { error } = await partsUntilError(model.stream(asking('Hi', { signal: AbortSignal.abort() })));
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect(server.requests).toHaveLength(0);
  });

  it('waits as long as Retry-After says and then succeeds', async () => {
    server.script({ status: 429, retryAfterSeconds: 1 }, { tokens: ['ok'] });
    const startedAt = performance.now();
    expect((await collectReply(model.stream(asking('Hi')))).text).toBe('ok');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(995);
    expect(server.requests).toHaveLength(2);
  });

  it('hands a Retry-After beyond its bound to the caller at once', async () => {
    server.script({ status: 429, retryAfterSeconds: 60 });
    const { error } = await partsUntilError(model.stream(asking('Hi')));
    expect(error).toMatchObject({
      code: 'INFERENCE_RATE_LIMITED',
      statusCode: 429,
      isRetryable: true,
      retryAfterMs: 60_000,
      extensions: { retryAfterSeconds: 60 },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('gives up after the bounded number of attempts', async () => {
    server.script({ status: 500 }, { status: 503 }, { status: 500 }, { tokens: ['never'] });
    const { error } = await partsUntilError(model.stream(asking('Hi')));
    expect(error).toMatchObject({ code: 'INFERENCE_UNAVAILABLE', statusCode: 500, isRetryable: true });
    expect(server.requests).toHaveLength(3);
  });

  it('stops waiting for a retry when it is aborted', async () => {
    server.script({ status: 429, retryAfterSeconds: 1 });
    const { error } = await partsUntilError(model.stream(asking('Hi', { signal: AbortSignal.timeout(50) })));
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect(server.requests).toHaveLength(1);
  });

  it('does not retry what the server refuses, and tells why', async () => {
    server.script({ status: 400, message: 'the request exceeds the available context size' });
    const { error } = await partsUntilError(model.stream(asking('Hi')));
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', statusCode: 400, isRetryable: false });
    expect(String(error)).toContain('exceeds the available context size');
    expect(server.requests).toHaveLength(1);
  });

  it('does not retry wrong credentials nor repeat what the server says about them', async () => {
    const stranger = await modelAt(server, { apiKey: 'wrong' });
    const { error } = await partsUntilError(stranger.stream(asking('Hi')));
    expect(error).toMatchObject({ code: 'INFERENCE_UNAVAILABLE', statusCode: 401, isRetryable: false });
    expect(String(error)).not.toContain('Incorrect');
    expect(server.requests).toHaveLength(1);
  });

  it.each(['socket', 'malformed-json', 'error-chunk', 'no-finish'] as const)(
    'keeps the tokens before a stream that breaks by %s and never asks again',
    async how => {
      server.script({ tokens: ['one', ' two', ' three'], delayMs: 5, breakAfter: { tokens: 2, how } });
      const { seen, error } = await partsUntilError(model.stream(asking('Hi')));
      expect(seen).toEqual([
        { type: 'text', text: 'one' },
        { type: 'text', text: ' two' },
      ]);
      expect(error).toMatchObject({ code: 'INFERENCE_UNAVAILABLE' });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('asks again when the connection dies before the first token', async () => {
    server.script({ tokens: ['x'], breakAfter: { tokens: 0, how: 'socket' } }, { tokens: ['ok'] });
    expect((await collectReply(model.stream(asking('Hi')))).text).toBe('ok');
    expect(server.requests).toHaveLength(2);
  });

  it('gives up on a server that is silent before the first token', async () => {
    const hurried = await modelAt(server, { deadlines: { firstTokenMs: 100, idleMs: 1_000 } });
    server.script({ tokens: ['late'], delayMs: 2_000, pings: 3 });
    const { error } = await partsUntilError(hurried.stream(asking('Hi')));
    await server.requests[0]!.closed;
    expect(error).toMatchObject({ code: 'INFERENCE_UNAVAILABLE' });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]!.abortedAt).toBeDefined();
  });

  it('gives up on a server that falls silent between tokens, but not because of a slow reader', async () => {
    const hurried = await modelAt(server, { deadlines: { firstTokenMs: 1_000, idleMs: 150 } });
    server.script({ tokens: ['a', 'b', 'c', 'd'], delayMs: 10 }, { tokens: ['a', 'b'], delayMs: 400 });
    let text = '';
    for await (const part of hurried.stream(asking('Hi'))) {
      if (part.type === 'text') text += part.text;
      await sleep(200);
    }
    expect(text).toBe('abcd');
    const { seen, error } = await partsUntilError(hurried.stream(asking('Hi')));
    expect(seen).toEqual([{ type: 'text', text: 'a' }]);
    expect(error).toMatchObject({ code: 'INFERENCE_UNAVAILABLE' });
  });

  it('says that nobody listens at the address', async () => {
    await server.close();
    const { error } = await partsUntilError(model.stream(asking('Hi')));
    expect(error).toMatchObject({ code: 'INFERENCE_UNAVAILABLE', isRetryable: true });
  });

  it('keeps prompts out of its errors', async () => {
    server.script({ status: 500 }, { status: 500 }, { status: 500 });
    const { error } = await partsUntilError(model.stream(asking('my secret diary')));
    const inspected = JSON.stringify(error, Object.getOwnPropertyNames(error)) + JSON.stringify((error as Error).cause);
    expect(inspected).not.toContain('diary');
  });
});
