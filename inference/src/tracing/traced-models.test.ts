import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@polyphony/platform/logging';
import { startTraceCollector, type TraceCollector } from '@polyphony/platform/testing';
import { endSpan, startTrace, startTracing, withSpan, type Tracing } from '@polyphony/platform/tracing';
import type { ChatModel, ChatRequest } from '../chat/index.ts';
import { InferenceError } from '../errors/index.ts';
import { traceChatModel } from './traced-chat.model.ts';
import { traceEmbeddingModel } from './traced-embedding.model.ts';

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'a secret question' }],
  maxTokens: 7,
  signal: new AbortController().signal,
};

const model = (end: () => void = () => undefined): ChatModel => ({
  provider: 'test',
  modelId: 'parrot',
  contextWindow: 100,
  countTokens: text => text.length,
  async *stream({ messages }) {
    try {
      yield { type: 'text', text: messages[0]?.content ?? '' };
      if (messages.length > 1) throw new InferenceError('Gone.', { code: 'INFERENCE_UNAVAILABLE' });
      yield { type: 'finish', reason: 'stop', promptTokens: 3, completionTokens: 5 };
    } finally {
      end();
    }
  },
});

const all = async (parts: AsyncIterable<unknown>) => {
  const read: unknown[] = [];
  for await (const part of parts) read.push(part);
  return read;
};

describe('Models that are traced', () => {
  let collector: TraceCollector;
  let tracing: Tracing;

  beforeAll(async () => {
    collector = await startTraceCollector();
    const exporter = { kind: 'otlp', url: `${collector.url}/v1/traces` } as const;
    tracing = await startTracing({ exporter, serviceName: 'test', sampler: 'always_on', ratio: 1 }, silentLogger);
  });
  beforeEach(() => void collector.spans.splice(0));
  afterAll(async () => {
    await tracing.close();
    await collector.close();
  });

  const traced = async (work: () => Promise<unknown>) => {
    const span = startTrace('work', undefined)!;
    await withSpan(span, work);
    endSpan(span);
    await tracing.flush();
    return { work: span.spanContext().spanId, spans: collector.spans.filter(({ name }) => name !== 'work') };
  };

  it('tell who asked, which model answered and what it cost, never the words', async () => {
    const parts: unknown[] = [];
    const { work, spans } = await traced(async () => {
      for await (const part of traceChatModel(model()).stream(request)) parts.push(part);
    });
    expect(parts).toHaveLength(2);
    expect(spans).toMatchObject([
      {
        name: 'chat parrot',
        parentSpanId: work,
        kind: 3,
        status: 0,
        attributes: {
          'gen_ai.provider.name': 'test',
          'gen_ai.request.model': 'parrot',
          'gen_ai.request.max_tokens': 7,
          'gen_ai.usage.input_tokens': 3,
          'gen_ai.usage.output_tokens': 5,
        },
      },
    ]);
    expect(collector.received()).not.toContain('secret');
  });

  it('tell of replies that failed or were left, and leave the model', async () => {
    let ends = 0;
    const failing = { ...request, messages: [...request.messages, ...request.messages] };
    const { spans } = await traced(async () => {
      const chat = traceChatModel(model(() => (ends += 1)));
      await expect(all(chat.stream(failing))).rejects.toThrow('Gone.');
      for await (const _part of chat.stream(request)) break;
    });
    expect(ends).toBe(2);
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(['INFERENCE_UNAVAILABLE', 'CANCELLED']);
  });

  it('tell of embeddings', async () => {
    const embedding = traceEmbeddingModel({
      provider: 'test',
      modelId: 'zero',
      dimensions: 2,
      embed: async texts => texts.map(() => new Float32Array(2)),
    });
    const { work, spans } = await traced(() => embedding.embed(['a secret', 'another secret']));
    expect(spans).toMatchObject([
      { name: 'embeddings zero', parentSpanId: work, attributes: { 'polyphony.embeddings.texts': 2 } },
    ]);
    expect(collector.received()).not.toContain('secret');
  });

  it('are only called where nothing is traced', async () => {
    expect(await all(traceChatModel(model()).stream(request))).toHaveLength(2);
    await tracing.flush();
    expect(collector.spans).toEqual([]);
  });
});
