import type { StreamDeadlines } from '../chat/ai-sdk/deadlines.ts';
import type { RetryPolicy } from '../retry/index.ts';

interface RemoteSettings {
  apiKey?: string;
  model: string;
  retry?: RetryPolicy;
  /** Replaces the global fetch, in tests and behind proxies. */
  fetch?: typeof fetch;
}

interface RemoteChatSettings extends RemoteSettings {
  /** Tokens of prompt and reply together; each provider has a default. */
  contextWindow?: number;
  deadlines?: StreamDeadlines;
}

/** Which remote language model answers. */
export type ChatSettings =
  | (RemoteChatSettings & {
      provider: 'openai-compatible';
      /** The server, with or without its `/v1`. */
      url: string;
    })
  | (RemoteChatSettings & { provider: 'anthropic' | 'google'; url?: string });

/** Which remote model embeds. */
export type EmbeddingSettings = RemoteSettings & {
  /** What the model answers with; a different length is an error, since stored vectors would not match. */
  dimensions: number;
  timeoutMs?: number;
} & ({ provider: 'openai-compatible'; url: string } | { provider: 'google'; url?: string });

export interface ModelSettings {
  chat: ChatSettings | null;
  embeddings: EmbeddingSettings | null;
  /** Tokens of prompt and reply together for the local language model. */
  localContextWindow?: number;
}
