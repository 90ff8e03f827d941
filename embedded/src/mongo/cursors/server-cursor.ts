import type { Document } from 'bson';

/** What a client asks of a cursor with `getMore`. */
export interface BatchRequest {
  /** The most documents; undefined for as many as fit a message. */
  readonly batchSize: number | undefined;
  /** How long to wait for documents that may still come, in milliseconds. */
  readonly waitMilliseconds: number | undefined;
  /** Aborted when the client's connection is gone. */
  readonly signal: AbortSignal;
}

export interface Batch {
  readonly documents: readonly Uint8Array[];
  readonly exhausted: boolean;
  /** Fields beside the batch, such as `postBatchResumeToken`. */
  readonly extra?: Document;
}

/** Results a client fetches bit by bit. */
export interface ServerCursor {
  readonly namespace: string;
  next(request: BatchRequest): Batch | Promise<Batch>;
  close(): void;
}

/** The most bytes of documents in one batch: a reply must stay below the largest document plus its envelope. */
export const maximumBatchBytes = 16 * 1024 * 1024;
