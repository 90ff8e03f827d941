import type { Readable } from 'node:stream';

/** Bytes under a key such as `uploads/<id>`. Keys are made by our services, never by users. */
export interface BlobStore {
  /** Streams the body in; a reader sees the whole blob or none. */
  put(key: string, body: Readable | Uint8Array, options: { contentType: string }): Promise<BlobInfo>;
  /** `range` is inclusive, in bytes. Null when there is no such blob. */
  get(
    key: string,
    options?: { range?: { start: number; end: number } },
  ): Promise<{ info: BlobInfo; body: Readable } | null>;
  head(key: string): Promise<BlobInfo | null>;
  delete(key: string): Promise<void>;
  /** Keys that start with the prefix, in order. */
  list(prefix: string): AsyncIterable<string>;
  close(): Promise<void>;
}

export interface BlobInfo {
  key: string;
  size: number;
  contentType: string;
  modifiedAt: Date;
}
