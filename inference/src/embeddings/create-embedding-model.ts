import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { openAiBaseUrl, type EmbeddingSettings } from '../settings/index.ts';
import { AiSdkEmbeddingModel } from './ai-sdk-embedding.model.ts';
import type { EmbeddingModel } from './embedding.model.ts';

/** Creates the remote embedding model that the settings name. Nothing is sent before the first request. */
export async function createEmbeddingModel(settings: EmbeddingSettings): Promise<EmbeddingModel> {
  const { provider, dimensions, timeoutMs, retry } = settings;
  return new AiSdkEmbeddingModel({ provider, model: await embeddingModel(settings), dimensions, timeoutMs, retry });
}

async function embeddingModel(settings: EmbeddingSettings): Promise<EmbeddingModelV4> {
  const { apiKey, model, fetch } = settings;
  if (settings.provider === 'google') {
    const { createGoogle } = await import('@ai-sdk/google');
    return createGoogle({ apiKey, baseURL: settings.url, fetch }).embeddingModel(model);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const baseURL = openAiBaseUrl(settings.url);
  return createOpenAICompatible({ name: 'openai-compatible', baseURL, apiKey, fetch }).embeddingModel(model);
}
