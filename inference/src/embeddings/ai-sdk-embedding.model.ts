import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { InferenceError } from '../errors/index.ts';
import { toInferenceError } from '../errors/upstream-error.ts';
import { defaultRetryPolicy, withRetry, type RetryPolicy } from '../retry/index.ts';
import type { EmbeddingModel } from './embedding.model.ts';
import { normalized } from './vectors.ts';

export interface AiSdkEmbeddingModelOptions {
  provider: string;
  model: EmbeddingModelV4;
  dimensions: number;
  /** For one call of `embed`, retries included. */
  timeoutMs?: number;
  retry?: RetryPolicy;
}

/** A remote embedding model behind any provider package of the Vercel AI SDK, which splits the texts into requests of its size. */
export class AiSdkEmbeddingModel implements EmbeddingModel {
  readonly provider: string;
  readonly modelId: string;
  readonly dimensions: number;
  private readonly model: EmbeddingModelV4;
  private readonly timeoutMs: number;
  private readonly retry: RetryPolicy;

  constructor({ provider, model, dimensions, timeoutMs = 60_000, retry }: AiSdkEmbeddingModelOptions) {
    this.provider = provider;
    this.model = model;
    this.modelId = model.modelId;
    this.dimensions = dimensions;
    this.timeoutMs = timeoutMs;
    this.retry = retry ?? defaultRetryPolicy;
  }

  async embed(texts: string[], signal?: AbortSignal): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const abortSignal = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    const vectors = await withRetry(() => this.request(texts, abortSignal, signal), this.retry, abortSignal);
    return vectors.map(vector => {
      if (vector.length === this.dimensions) return normalized(vector);
      throw new InferenceError(
        `The model ${this.provider} ${this.modelId} made vectors of ${vector.length} numbers instead of ${this.dimensions}.`,
        { code: 'INFERENCE_UNAVAILABLE' },
      );
    });
  }

  private async request(texts: string[], abortSignal: AbortSignal, signal?: AbortSignal): Promise<number[][]> {
    // The SDK's core takes 150 ms to load, so a process that embeds nothing does without it.
    const { embedMany } = await import('ai');
    try {
      const { embeddings } = await embedMany({ model: this.model, values: texts, maxRetries: 0, abortSignal });
      return embeddings;
    } catch (error) {
      if (abortSignal.aborted && !signal?.aborted) throw tooSlow();
      throw toInferenceError(error, `${this.provider} ${this.modelId}`, signal);
    }
  }
}

const tooSlow = () =>
  new InferenceError('The embedding model did not answer in time.', { code: 'INFERENCE_UNAVAILABLE' });
