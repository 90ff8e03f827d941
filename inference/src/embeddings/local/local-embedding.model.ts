import { cancelledError } from '../../errors/index.ts';
import type { EmbeddingModel } from '../embedding.model.ts';
import { normalized } from '../vectors.ts';
import { EmbeddingWorker } from './embedding-worker.ts';

/** Texts a message to the worker: a batch takes 0.2 s, which bounds how long an abort or a short request waits. */
const batchSize = 32;
/** The model averages over its input, so what is beyond a page or two would only blur the vector. */
const maxTextLength = 4_000;

/** Universal Sentence Encoder Lite: English, 512 numbers, in the install, offline, on a thread of its own. */
export class LocalEmbeddingModel implements EmbeddingModel {
  readonly provider = 'local';
  readonly modelId = 'universal-sentence-encoder-lite';
  readonly dimensions = 512;
  private readonly worker = new EmbeddingWorker();

  async embed(texts: string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += batchSize) {
      if (signal?.aborted) throw cancelledError(signal.reason);
      const batch = texts.slice(start, start + batchSize).map(text => text.slice(0, maxTextLength) || ' ');
      vectors.push(...(await this.worker.run(batch)));
    }
    if (signal?.aborted) throw cancelledError(signal.reason);
    return vectors.map(normalized);
  }

  /** Stops the thread; requests under way fail with INFERENCE_UNAVAILABLE. */
  close(): Promise<void> {
    return this.worker.close();
  }
}
