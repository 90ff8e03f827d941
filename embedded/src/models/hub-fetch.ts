import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { KnownWeights } from './known-weights.ts';

export interface HubFetchOptions {
  weights: KnownWeights;
  target: string;
  fetch: typeof fetch;
  onReceived(bytes: number): void;
  /** For the connection and the headers. */
  connectTimeoutMs: number;
  /** Between two chunks. */
  idleTimeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Downloads the file from the model hub to the target, unverified.
 * @throws when the hub cannot be reached in time, falls silent, refuses, or sends more than the file
 */
export async function fetchFromHub(options: HubFetchOptions): Promise<void> {
  const { weights, target, onReceived } = options;
  const deadline = new AbortController();
  const signal = options.signal === undefined ? deadline.signal : AbortSignal.any([options.signal, deadline.signal]);
  const expire = () => deadline.abort(new Error('no answer in time'));
  let timer = setTimeout(expire, options.connectTimeoutMs);
  try {
    const response = await options.fetch(weights.hubUrl, { signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    let received = 0;
    const watch = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        clearTimeout(timer);
        timer = setTimeout(expire, options.idleTimeoutMs);
        received += chunk.length;
        onReceived(received);
        done(received > weights.sizeBytes ? new Error('the file is larger than announced') : null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(target), { signal });
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
