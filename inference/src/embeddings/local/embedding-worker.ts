// oxlint-disable unicorn/require-post-message-target-origin -- worker threads have no origins
import { Worker } from 'node:worker_threads';
import { InferenceError } from '../../errors/index.ts';

interface Answer {
  id: number;
  vectors?: Float32Array[];
  problem?: string;
}

interface Pending {
  resolve(vectors: Float32Array[]): void;
  reject(error: InferenceError): void;
}

/** The thread that holds the local embedding model. It starts with the first request and is started anew after a crash. */
export class EmbeddingWorker {
  private worker: Worker | null = null;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  /** @throws InferenceError INFERENCE_UNAVAILABLE when the thread fails or dies */
  run(texts: string[]): Promise<Float32Array[]> {
    const worker = (this.worker ??= this.start());
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, texts });
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(new URL('./embedding.worker.mjs', import.meta.url), { execArgv: [] });
    worker.on('message', ({ id, vectors, problem }: Answer) => {
      const request = this.pending.get(id);
      this.pending.delete(id);
      // An idle worker must not keep the process alive.
      if (this.pending.size === 0) worker.unref();
      if (vectors === undefined) request?.reject(unavailable(problem));
      else request?.resolve(vectors);
    });
    let crash: unknown;
    worker.on('error', error => {
      crash = error;
    });
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = null;
      for (const { reject } of this.pending.values()) reject(unavailable(crash));
      this.pending.clear();
    });
    return worker;
  }
}

const unavailable = (cause: unknown) =>
  new InferenceError('The local embedding model is not available.', {
    code: 'INFERENCE_UNAVAILABLE',
    isRetryable: true,
    cause,
  });
