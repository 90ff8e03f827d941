import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmbeddingModel } from '../../embeddings/index.ts';
import { cancelledError, InferenceError } from '../../errors/index.ts';
import type { ChatModel, ChatPart, ChatRequest } from '../chat.model.ts';
import { extractiveAnswer, notice } from './extractive-answer.ts';
import { collectPassages } from './passages.ts';
import { rankPassages } from './rank-passages.ts';

/**
 * Stands in where there is no language model: it answers with sentences of the conversation, the memories and the knowledge, cites
 * them, and says that no language model is configured. Equal requests get equal answers. A token is a word here.
 */
export class ExtractiveChatModel implements ChatModel {
  readonly provider = 'extractive';
  readonly modelId = 'extractive';
  /** Bounds what is read for one question; there is no other limit. */
  readonly contextWindow = 100_000;

  /** @param embeddings finds answers in other words than the question's; without it only shared words count */
  constructor(private readonly embeddings: EmbeddingModel | null = null) {}

  countTokens(text: string): number {
    return pieces(text).length;
  }

  async *stream({ messages, sources = [], maxTokens = Infinity, signal }: ChatRequest): AsyncGenerator<ChatPart> {
    if (signal.aborted) throw cancelledError(signal.reason);
    const asked = messages.findLastIndex(({ role }) => role === 'user');
    const question = messages[asked]?.content;
    if (question === undefined) throw new InferenceError('There is no question to answer.', { code: 'BAD_USER_INPUT' });

    const passages = collectPassages(messages.slice(0, asked), sources, text => text.startsWith(notice));
    const ranked = await rankPassages(question, passages, this.embeddings, signal);
    const { text, citations } = extractiveAnswer(ranked);
    const tokens = pieces(text);
    for (const [index, token] of tokens.slice(0, maxTokens).entries()) {
      // The event loop gets its turn, so that an abort can arrive.
      if (index % 8 === 0) await nextTurn();
      if (signal.aborted) throw cancelledError(signal.reason);
      yield { type: 'text', text: token };
    }
    yield* citations;
    yield {
      type: 'finish',
      reason: tokens.length > maxTokens ? 'length' : 'stop',
      promptTokens: [...messages.map(({ content }) => content), ...sources.map(source => source.text)]
        .map(content => this.countTokens(content))
        .reduce((sum, count) => sum + count, 0),
      completionTokens: Math.min(tokens.length, maxTokens),
    };
  }
}

/** Words, each with the white space before it. */
const pieces = (text: string): string[] => text.match(/\s*\S+/g) ?? [];
