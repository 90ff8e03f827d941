import { readEnvironment } from '@polyphony/platform/environment';
import { describe, expect, it } from '@jest/globals';
import { openAiBaseUrl } from './base-url.ts';
import { inferenceEnvironmentShape, modelSettingsFrom } from './environment.ts';

const settings = (source: Record<string, string>) =>
  modelSettingsFrom(readEnvironment(inferenceEnvironmentShape, source));

describe('model settings from the environment', () => {
  it('are local when nothing is set', () => {
    expect(settings({ LLM_URL: '', LLM_CONTEXT_WINDOW: '2048' })).toEqual({
      chat: null,
      embeddings: null,
      localContextWindow: 2_048,
    });
  });

  it('take an openai-compatible server when only its address is given', () => {
    const { chat } = settings({
      LLM_URL: 'http://localhost:11434',
      LLM_MODEL: 'llama3.2',
      LLM_IDLE_TIMEOUT_MS: '5000',
    });
    expect(chat).toMatchObject({
      provider: 'openai-compatible',
      url: 'http://localhost:11434',
      model: 'llama3.2',
      deadlines: { firstTokenMs: 120_000, idleMs: 5_000 },
    });
  });

  it('take Anthropic and Google without an address', () => {
    const source = { LLM_PROVIDER: 'anthropic', LLM_API_KEY: 'k', LLM_MODEL: 'claude' };
    expect(settings(source).chat).toMatchObject({ provider: 'anthropic', apiKey: 'k', url: undefined });
    const google = {
      EMBEDDING_PROVIDER: 'google',
      EMBEDDING_MODEL: 'gemini-embedding-001',
      EMBEDDING_DIMENSIONS: '3072',
    };
    expect(settings(google).embeddings).toMatchObject({ provider: 'google', dimensions: 3_072 });
  });

  it('name everything that is missing at once', () => {
    const source = { LLM_PROVIDER: 'openai-compatible', EMBEDDING_URL: 'http://localhost:8080/v1' };
    expect(() => settings(source)).toThrow(/LLM_MODEL.*\n.*LLM_URL.*\n.*EMBEDDING_MODEL.*\n.*EMBEDDING_DIMENSIONS/);
  });

  it('refuse a model that belongs to no server', () => {
    expect(() => settings({ LLM_MODEL: 'llama3.2' })).toThrow('LLM_MODEL: needs LLM_URL or LLM_PROVIDER');
  });
});

describe('the base address of an openai-compatible server', () => {
  it.each([
    ['http://localhost:11434', 'http://localhost:11434/v1'],
    ['http://localhost:11434/', 'http://localhost:11434/v1'],
    ['http://localhost:8000/v1/', 'http://localhost:8000/v1'],
    ['https://api.groq.com/openai/v1', 'https://api.groq.com/openai/v1'],
    ['https://example.org/v1/chat/completions', 'https://example.org/v1'],
  ])('of %s is %s', (url, base) => {
    expect(openAiBaseUrl(url)).toBe(base);
  });
});
