/** One turn of a conversation. `tool` is the text a tool answered with. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
}

/** A memory or a knowledge passage that the model may use and cite. */
export interface ChatSource {
  id: string;
  title: string;
  text: string;
}

export interface ChatRequest {
  /** Oldest first; the last one is what the model answers. */
  messages: ChatMessage[];
  sources?: ChatSource[];
  /** 0 is deterministic, 1 is free. */
  temperature?: number;
  topP?: number;
  /** Most tokens to generate. */
  maxTokens?: number;
  /** Generation ends before any of these texts. */
  stop?: string[];
  seed?: number;
  /** Aborting it stops the model within 200 ms and makes the stream throw CANCELLED. */
  signal: AbortSignal;
}

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'other';

/**
 * A stream is any number of `text` parts, whose texts concatenate to the reply, then the `citation`s of the sources that the reply
 * used, then exactly one `finish`.
 */
export type ChatPart =
  | { type: 'text'; text: string }
  | { type: 'citation'; sourceId: string; title: string; excerpt: string; score: number }
  | { type: 'finish'; reason: FinishReason; promptTokens: number; completionTokens: number };

export type ChatCitation = Extract<ChatPart, { type: 'citation' }>;
export type ChatFinish = Extract<ChatPart, { type: 'finish' }>;

/** A model that answers a conversation. */
export interface ChatModel {
  /** `openai-compatible`, `anthropic`, `google`, `llama.cpp` or `extractive`. */
  readonly provider: string;
  readonly modelId: string;
  /** Tokens that prompt and reply may have together. */
  readonly contextWindow: number;
  /** Exact where the tokenizer is at hand (llama.cpp), an estimate for remote models. */
  countTokens(text: string): number | Promise<number>;
  /**
   * Streams the reply. Leaving the `for await` cancels the upstream, as does aborting `request.signal` (also while waiting for a part).
   * @throws InferenceError
   */
  stream(request: ChatRequest): AsyncIterable<ChatPart>;
}
