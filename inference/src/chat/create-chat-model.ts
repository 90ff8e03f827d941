import type { LanguageModelV4 } from '@ai-sdk/provider';
import { openAiBaseUrl, type ChatSettings } from '../settings/index.ts';
import { AiSdkChatModel } from './ai-sdk/ai-sdk-chat.model.ts';
import type { ChatModel } from './chat.model.ts';

/** What the smallest current model of each provider takes, for when LLM_CONTEXT_WINDOW does not say. */
const contextWindows = { 'openai-compatible': 8_192, anthropic: 200_000, google: 1_000_000 };

/** Creates the remote language model that the settings name. Nothing is sent before the first request. */
export async function createChatModel(settings: ChatSettings): Promise<ChatModel> {
  return new AiSdkChatModel({
    provider: settings.provider,
    model: await languageModel(settings),
    contextWindow: settings.contextWindow ?? contextWindows[settings.provider],
    deadlines: settings.deadlines,
    retry: settings.retry,
  });
}

/** Provider packages are loaded only when chosen: they take 10 to 25 ms each. */
async function languageModel(settings: ChatSettings): Promise<LanguageModelV4> {
  const { apiKey, model, fetch } = settings;
  switch (settings.provider) {
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const baseURL = openAiBaseUrl(settings.url);
      return createOpenAICompatible({
        name: 'openai-compatible',
        baseURL,
        apiKey,
        fetch,
        includeUsage: true,
      }).chatModel(model);
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic({ apiKey, baseURL: settings.url, fetch }).languageModel(model);
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return createGoogle({ apiKey, baseURL: settings.url, fetch }).languageModel(model);
    }
  }
}
