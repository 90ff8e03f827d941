import type { Readable } from 'node:stream';

/**
 * Bytes under a key such as `uploads/<id>`. Keys are made by our services, never by users: up to 512 characters in parts between
 * slashes, each of `A-Z a-z 0-9 . _ -`, not starting with a dot and not ending in `.blob`. All methods throw InvalidBlobKeyError
 * for another.
 */
export interface BlobStore {
  /**
   * Streams the body in; a reader sees the whole blob or none, and the former one until then. When the body fails, nothing is left
   * and the promise rejects with its error.
   */
  put(key: string, body: Readable | Uint8Array, options: { contentType: string }): Promise<BlobInfo>;
  /**
   * `range` is inclusive, in bytes; an end past the blob's is cut. Null when there is no such blob. The body must be read to its
   * end or destroyed.
   * @throws RangeError for a range that is not one or starts past the blob's end.
   */
  get(
    key: string,
    options?: { range?: { start: number; end: number } },
  ): Promise<{ info: BlobInfo; body: Readable } | null>;
  head(key: string): Promise<BlobInfo | null>;
  /** A key that is not there is fine. */
  delete(key: string): Promise<void>;
  /** Keys that start with the prefix (of any length, may be empty), in order of their characters. */
  list(prefix: string): AsyncIterable<string>;
  close(): Promise<void>;
}

export interface BlobInfo {
  key: string;
  /** Of the whole blob, in bytes, also for a range. */
  size: number;
  contentType: string;
  modifiedAt: Date;
}
