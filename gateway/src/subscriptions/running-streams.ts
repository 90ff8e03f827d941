import type { AppError } from '@polyphony/platform/errors';
import type { SharedStream } from './shared-stream.ts';

/** The streams that run on one supergraph, until it is replaced. */
export interface RunningStreams {
  add(stream: SharedStream): void;
  delete(stream: SharedStream): void;
  /** Ends all with this error; what waits for their readers is read first. */
  drain(reason: AppError): void;
  /** @throws AppError what they were drained with, once they were. */
  refuseDrained(): void;
}

export function createRunningStreams(): RunningStreams {
  const streams = new Set<SharedStream>();
  let drained: AppError | undefined;
  return {
    add: stream => void streams.add(stream),
    delete: stream => void streams.delete(stream),
    drain(reason) {
      drained = reason;
      for (const stream of streams) stream.drain(reason);
    },
    refuseDrained() {
      if (drained !== undefined) throw drained;
    },
  };
}
