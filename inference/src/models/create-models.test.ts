import { afterEach, describe, expect, it } from '@jest/globals';
import { collectReply } from '../chat/index.ts';
import { hasLlamaBinary } from '../chat/llama/llama-binary.ts';
import { startOpenAiServer } from '../testing/index.ts';
import { createModels, type Models } from './create-models.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const none = { chat: null, embeddings: null };
const weights = { path: '/nonexistent/tiny.gguf', name: 'tiny', source: 'data folder' };
const ask = (content: string) => ({
  messages: [{ role: 'user', content }] as const,
  signal: new AbortController().signal,
});

let models: Models | undefined;
afterEach(() => models?.close());

describe('the models of a process', () => {
  it('are extractive and local when nothing is configured', async () => {
    models = await createModels({ settings: none, weights: null, log });
    expect(models.chat.provider).toBe('extractive');
    expect(models.embeddings).toMatchObject({ provider: 'local', dimensions: 512 });
    expect(models.describe()).toContain('language model: none');
  });

  it('are those of the servers that the settings name, even when there are weights', async () => {
    const server = await startOpenAiServer({ dimensions: 8 });
    const common = { provider: 'openai-compatible', url: server.url, apiKey: 'k' } as const;
    models = await createModels({
      settings: {
        chat: { ...common, model: 'big', contextWindow: 32_000 },
        embeddings: { ...common, model: 'embedder', dimensions: 8 },
      },
      weights,
      log,
    });
    expect(models.chat).toMatchObject({ provider: 'openai-compatible', modelId: 'big', contextWindow: 32_000 });
    expect(models.describe()).toBe(
      `language model: big (openai-compatible at ${new URL(server.url).host}); embeddings: embedder (openai-compatible)`,
    );
    const { messages, signal } = ask('Hi');
    expect((await collectReply(models.chat.stream({ messages: [...messages], signal }))).text).toContain('Hi');
    expect(await models.embeddings.embed(['a'])).toHaveLength(1);
    await server.close();
  });

  it('run the weights in this process, loading them when they are needed', async () => {
    expect(hasLlamaBinary()).toBe(true);
    models = await createModels({ settings: { ...none, localContextWindow: 1_024 }, weights, log });
    expect(models.chat).toMatchObject({ provider: 'llama.cpp', modelId: 'tiny', contextWindow: 1_024 });
    expect(models.describe()).toContain('tiny (llama.cpp in this process, weights from data folder)');
  });

  it('know that some platforms have no llama.cpp', () => {
    expect(hasLlamaBinary('sunos', 'x64')).toBe(false);
  });
});
