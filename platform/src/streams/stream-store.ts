/**
 * Short, resumable streams such as the tokens of one reply: one writer, any number of readers in any process. Entries are
 * numbered from 1 without gaps. A stream is bounded (`maxEntries`, oldest trimmed first) and expires `ttlSeconds` after the last
 * call of `append` or `end`. Readers pull: a slow one costs no memory, and is gone once its next entry is trimmed.
 */
export interface StreamStore {
  /**
   * Entries must come in order; a sequence that is there already is ignored, so that a writer may retry. Without entries it opens
   * the stream, so that readers may wait for the first one.
   * @throws StreamOrderError when entries leave a gap or follow the end; nothing of the call is stored then.
   */
  append(stream: string, entries: readonly StreamEntry[]): Promise<void>;
  /** Marks the stream as complete: readers end after the last entry. Ending twice, or a stream without entries, is fine. */
  end(stream: string): Promise<void>;
  /**
   * Replays what came after `after`, then goes live, and returns when the stream ends or the signal aborts.
   * Any number of readers may read at once. Nothing is held before the first `next()` nor after the generator ended or was left.
   * @throws StreamGoneError when the stream does not exist (yet, or any more), or its entries after `after` are trimmed.
   */
  read(stream: string, options: { after: number; signal: AbortSignal }): AsyncGenerator<StreamEntry, void, undefined>;
  close(): Promise<void>;
}

export interface StreamEntry {
  readonly sequence: number;
  /** JSON text. */
  readonly payload: string;
}

export interface StreamLimits {
  maxEntries: number;
  ttlSeconds: number;
}

/** The stream is not there: read the stored result instead. */
export class StreamGoneError extends Error {
  override readonly name = 'StreamGoneError';
}

/** The writer left a gap in its sequence, or wrote on after the end. */
export class StreamOrderError extends Error {
  override readonly name = 'StreamOrderError';
}
