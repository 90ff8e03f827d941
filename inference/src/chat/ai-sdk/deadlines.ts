import { InferenceError } from '../../errors/index.ts';

export interface StreamDeadlines {
  /** From the request to the first token, connecting and reading the prompt included. Milliseconds. */
  firstTokenMs: number;
  /** Between two tokens. Milliseconds. */
  idleMs: number;
}

export const defaultDeadlines: StreamDeadlines = { firstTokenMs: 120_000, idleMs: 30_000 };

interface GuardedStream<Part> {
  open(signal: AbortSignal): PromiseLike<ReadableStream<Part>>;
  /** Whether the part shows that the model is working; headers and warnings do not. */
  isProgress(part: Part): boolean;
  deadlines: StreamDeadlines;
  signal: AbortSignal;
}

/**
 * Reads a model's stream under deadlines. The signal given to `open` aborts when the caller's does, when a deadline passes and when
 * this generator is left, so that the connection never outlives its reader. A slow reader does not run against the deadlines.
 */
export async function* guardStream<Part>(guarded: GuardedStream<Part>): AsyncGenerator<Part> {
  const upstream = new AbortController();
  const signal = AbortSignal.any([guarded.signal, upstream.signal]);
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});

  let remainingMs = guarded.deadlines.firstTokenMs;
  const inTime = async <Result>(work: PromiseLike<Result>): Promise<Result> => {
    const startedAt = performance.now();
    const timer = setTimeout(() => upstream.abort(tooSlow()), remainingMs);
    try {
      return await Promise.race([work, aborted]);
    } finally {
      clearTimeout(timer);
      remainingMs -= performance.now() - startedAt;
    }
  };

  try {
    signal.throwIfAborted();
    const reader = (await inTime(guarded.open(signal))).getReader();
    for (;;) {
      const { done, value } = await inTime(reader.read());
      if (done) return;
      if (guarded.isProgress(value)) remainingMs = guarded.deadlines.idleMs;
      yield value;
    }
  } finally {
    upstream.abort();
  }
}

/** Not retried: the caller has waited for as long as it wanted to. */
const tooSlow = () => new InferenceError('The model did not answer in time.', { code: 'INFERENCE_UNAVAILABLE' });
