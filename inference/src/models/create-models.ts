import type { Logger } from '@polyphony/platform/logging';
import { isTracing } from '@polyphony/platform/tracing';
import { createChatModel, ExtractiveChatModel, type ChatModel } from '../chat/index.ts';
import { hasLlamaBinary } from '../chat/llama/llama-binary.ts';
import { LlamaChatModel } from '../chat/llama/llama-chat.model.ts';
import { createEmbeddingModel, LocalEmbeddingModel, type EmbeddingModel } from '../embeddings/index.ts';
import type { ModelSettings } from '../settings/index.ts';
import { traceChatModel, traceEmbeddingModel } from '../tracing/index.ts';

export interface CreateModelsOptions {
  /** The remote models; null means local. */
  settings: ModelSettings;
  /** Weights for a local language model, if there are any; see `@polyphony/embedded/models`. */
  weights: { path: string; name: string; source: string } | null;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

export interface Models {
  chat: ChatModel;
  embeddings: EmbeddingModel;
  /** One line for people: which models answer, and where they run. */
  describe(): string;
  /** Loads a local language model now instead of with the first request; a failure is logged, and the next request tries again. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Chooses and creates the models of a process: the remote ones that the settings name; else the local language model when there are
 * weights for it; else the extractive model. Embeddings are remote or local.
 */
export async function createModels(options: CreateModelsOptions): Promise<Models> {
  const local = options.settings.embeddings === null ? new LocalEmbeddingModel() : null;
  const embeddings = local ?? (await createEmbeddingModel(options.settings.embeddings!));
  const { chat, description, warm, close } = await chooseChatModel(options, embeddings);
  return {
    chat: isTracing() ? traceChatModel(chat) : chat,
    embeddings: isTracing() ? traceEmbeddingModel(embeddings) : embeddings,
    warm,
    describe: () => `${description}; embeddings: ${embeddings.modelId} (${embeddings.provider})`,
    close: async () => {
      await Promise.all([close(), local?.close()]);
    },
  };
}

interface ChosenChatModel {
  chat: ChatModel;
  description: string;
  warm(): Promise<void>;
  close(): Promise<void>;
}

async function chooseChatModel(options: CreateModelsOptions, embeddings: EmbeddingModel): Promise<ChosenChatModel> {
  const { settings, weights, log } = options;
  const nothingToLoad = { warm: async () => {}, close: async () => {} };
  if (settings.chat !== null) {
    const chat = await createChatModel(settings.chat);
    const where = settings.chat.url === undefined ? '' : ` at ${new URL(settings.chat.url).host}`;
    return { chat, description: `language model: ${chat.modelId} (${chat.provider}${where})`, ...nothingToLoad };
  }
  if (weights !== null && hasLlamaBinary()) {
    const { name, path: modelPath } = weights;
    const chat = new LlamaChatModel({ name, modelPath, contextWindow: settings.localContextWindow });
    const description = `language model: ${name} (llama.cpp in this process, weights from ${weights.source})`;
    const warm = () =>
      chat.warm().catch((error: unknown) => log.error({ err: error, model: name }, 'Language model not loaded'));
    return { chat, description, warm, close: () => chat.close() };
  }
  if (weights !== null)
    log.warn({ platform: process.platform, arch: process.arch }, 'There is no prebuilt llama.cpp for this platform');
  return {
    chat: new ExtractiveChatModel(embeddings),
    description: 'language model: none, answers are quotes from conversations, memories and knowledge (extractive)',
    ...nothingToLoad,
  };
}
