import { booleanField, EnvironmentError, integerField, optionalUrlField } from '@polyphony/platform/environment';
import { z } from 'zod';
import type { ChatSettings, EmbeddingSettings, ModelSettings } from './model-settings.ts';

/** The environment variables of the model providers, to be spread into a process's own shape. */
export const inferenceEnvironmentShape = {
  LLM_PROVIDER: z.enum(['openai-compatible', 'anthropic', 'google']).optional(),
  LLM_URL: optionalUrlField,
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().optional(),
  LLM_CONTEXT_WINDOW: z.coerce.number().int().min(512).optional(),
  LLM_FIRST_TOKEN_TIMEOUT_MS: integerField(120_000, { min: 1 }),
  LLM_IDLE_TIMEOUT_MS: integerField(30_000, { min: 1 }),
  /** A GGUF file for the local model instead of the one that is fetched. */
  LLM_GGUF: z.string().optional(),
  /** `off` fetches no weights. */
  LLM_DOWNLOAD: booleanField(true),
  EMBEDDING_PROVIDER: z.enum(['openai-compatible', 'google']).optional(),
  EMBEDDING_URL: optionalUrlField,
  EMBEDDING_API_KEY: z.string().optional(),
  EMBEDDING_MODEL: z.string().optional(),
  EMBEDDING_DIMENSIONS: z.coerce.number().int().min(1).max(16_384).optional(),
};

export type InferenceEnvironment = z.infer<z.ZodObject<typeof inferenceEnvironmentShape>>;

/**
 * Reads which models to use; null stands for the local ones.
 * @throws EnvironmentError when variables contradict each other
 */
export function modelSettingsFrom(environment: InferenceEnvironment): ModelSettings {
  const problems: string[] = [];
  const chat = chatSettingsFrom(environment, problems);
  const embeddings = embeddingSettingsFrom(environment, problems);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return { chat, embeddings, localContextWindow: environment.LLM_CONTEXT_WINDOW };
}

function chatSettingsFrom(environment: InferenceEnvironment, problems: string[]): ChatSettings | null {
  const { LLM_PROVIDER, LLM_URL: url, LLM_API_KEY: apiKey, LLM_MODEL: model } = environment;
  const provider = LLM_PROVIDER ?? (url === undefined ? null : 'openai-compatible');
  if (provider === null) {
    if (model !== undefined) problems.push('LLM_MODEL: needs LLM_URL or LLM_PROVIDER beside it');
    return null;
  }
  if (model === undefined) problems.push(`LLM_MODEL: name the model to use at ${url ?? provider}`);
  const common = {
    apiKey,
    model: model ?? '',
    contextWindow: environment.LLM_CONTEXT_WINDOW,
    deadlines: {
      firstTokenMs: environment.LLM_FIRST_TOKEN_TIMEOUT_MS,
      idleMs: environment.LLM_IDLE_TIMEOUT_MS,
    },
  };
  if (provider !== 'openai-compatible') {
    if (apiKey === undefined) problems.push(`LLM_API_KEY: ${provider} needs a key`);
    return { ...common, provider, url };
  }
  if (url === undefined) problems.push('LLM_URL: an openai-compatible model needs the address of its server');
  return { ...common, provider, url: url ?? '' };
}

function embeddingSettingsFrom(environment: InferenceEnvironment, problems: string[]): EmbeddingSettings | null {
  const { EMBEDDING_PROVIDER, EMBEDDING_URL: url, EMBEDDING_MODEL: model, EMBEDDING_DIMENSIONS } = environment;
  const provider = EMBEDDING_PROVIDER ?? (url === undefined ? null : 'openai-compatible');
  if (provider === null) {
    if (model !== undefined) problems.push('EMBEDDING_MODEL: needs EMBEDDING_URL or EMBEDDING_PROVIDER beside it');
    return null;
  }
  if (model === undefined) problems.push(`EMBEDDING_MODEL: name the model to use at ${url ?? provider}`);
  if (EMBEDDING_DIMENSIONS === undefined)
    problems.push('EMBEDDING_DIMENSIONS: say how long the vectors of the model are');
  const common = {
    apiKey: environment.EMBEDDING_API_KEY,
    model: model ?? '',
    dimensions: EMBEDDING_DIMENSIONS ?? 0,
  };
  if (provider === 'google') return { ...common, provider, url };
  if (url === undefined) problems.push('EMBEDDING_URL: an openai-compatible model needs the address of its server');
  return { ...common, provider, url: url ?? '' };
}
