import type { LanguageModelV4, LanguageModelV4FinishReason, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { InferenceError } from '../../errors/index.ts';
import { toInferenceError } from '../../errors/upstream-error.ts';
import { defaultRetryPolicy, withRetry, type RetryPolicy } from '../../retry/index.ts';
import type { ChatModel, ChatPart, ChatRequest, FinishReason } from '../chat.model.ts';
import { citationsIn, withSources } from '../source-prompt.ts';
import { estimateTokens } from '../token-estimate.ts';
import { defaultDeadlines, guardStream, type StreamDeadlines } from './deadlines.ts';
import { toPrompt } from './prompt.ts';

export interface AiSdkChatModelOptions {
  provider: string;
  model: LanguageModelV4;
  contextWindow: number;
  deadlines?: StreamDeadlines;
  retry?: RetryPolicy;
}

/** A remote model behind any provider package of the Vercel AI SDK. */
export class AiSdkChatModel implements ChatModel {
  readonly provider: string;
  readonly modelId: string;
  readonly contextWindow: number;
  readonly countTokens = estimateTokens;
  private readonly model: LanguageModelV4;
  private readonly deadlines: StreamDeadlines;
  private readonly retry: RetryPolicy;

  constructor({ provider, model, contextWindow, deadlines, retry }: AiSdkChatModelOptions) {
    this.provider = provider;
    this.model = model;
    this.modelId = model.modelId;
    this.contextWindow = contextWindow;
    this.deadlines = deadlines ?? defaultDeadlines;
    this.retry = retry ?? defaultRetryPolicy;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatPart> {
    // The retry ends with the first part: what the caller has seen is never sent twice.
    const open = async () => {
      const parts = this.attempt(request);
      return { parts, first: await parts.next() };
    };
    const { parts, first } = await withRetry(open, this.retry, request.signal);
    try {
      if (!first.done) yield first.value;
      yield* parts;
    } finally {
      await parts.return(undefined);
    }
  }

  private async *attempt(request: ChatRequest): AsyncGenerator<ChatPart, undefined> {
    const { temperature, topP, maxTokens, stop, seed, sources, signal } = request;
    const prompt = toPrompt(withSources(request.messages, sources));
    let reply = '';
    try {
      const parts = guardStream<LanguageModelV4StreamPart>({
        open: async abortSignal => {
          const { stream } = await this.model.doStream({
            prompt,
            temperature,
            topP,
            maxOutputTokens: maxTokens,
            stopSequences: stop,
            seed,
            abortSignal,
          });
          return stream;
        },
        isProgress: ({ type }) => type === 'text-delta' || type === 'reasoning-delta' || type === 'finish',
        deadlines: this.deadlines,
        signal,
      });
      for await (const part of parts) {
        if (part.type === 'error') throw part.error;
        if (part.type === 'text-delta' && part.delta !== '') {
          reply += part.delta;
          yield { type: 'text', text: part.delta };
        }
        if (part.type === 'finish') {
          const reason = toFinishReason(part.finishReason);
          yield* citationsIn(reply, sources);
          yield {
            type: 'finish',
            reason,
            promptTokens: part.usage.inputTokens.total ?? estimateTokens(JSON.stringify(prompt)),
            completionTokens: part.usage.outputTokens.total ?? estimateTokens(reply),
          };
          return;
        }
      }
    } catch (error) {
      throw toInferenceError(error, `${this.provider} ${this.modelId}`, signal);
    }
    throw new InferenceError('The model ended its answer without a reason.', { code: 'INFERENCE_UNAVAILABLE' });
  }
}

function toFinishReason({ unified }: LanguageModelV4FinishReason): FinishReason {
  switch (unified) {
    case 'stop':
    case 'length':
    case 'content-filter':
      return unified;
    case 'error':
    case 'interrupted':
      throw new InferenceError('The model broke off its answer.', { code: 'INFERENCE_UNAVAILABLE' });
    default:
      return 'other';
  }
}
