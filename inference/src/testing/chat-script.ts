/** What the test server does with one chat request. */
export type ChatScript = ReplyScript | FailureScript;

export interface ReplyScript {
  tokens: string[];
  /** Wait before every token, in milliseconds. */
  delayMs?: number;
  /** Told before each token is written, with its place from 0. */
  onToken?: (index: number) => void;
  /** Wait before the response headers, in milliseconds. */
  headerDelayMs?: number;
  /** SSE comments before the first token, as llama.cpp and proxies send them while the prompt is read. */
  pings?: number;
  finishReason?: 'stop' | 'length' | 'content_filter';
  /** Tokens reported in the usage chunk; counted from the script when left out, none when null. */
  usage?: { prompt_tokens: number; completion_tokens: number } | null;
  /** Breaks the stream off after so many tokens. */
  breakAfter?: { tokens: number; how: 'socket' | 'malformed-json' | 'error-chunk' | 'no-finish' };
}

export interface FailureScript {
  status: number;
  retryAfterSeconds?: number;
  message?: string;
}

/** Splits a text into the pieces that a tokenizer could have made: words with the space before them. */
export const scriptedTokens = (text: string): string[] => text.match(/\s*\S+/g) ?? [];
