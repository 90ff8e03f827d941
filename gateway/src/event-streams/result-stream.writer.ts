import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import { BatchWriter } from '@polyphony/platform/sockets';
import { toLatin1Json } from '@polyphony/platform/text';
import { encodeResult, type GraphResult } from '../execution/index.ts';
import type { ResultStreamEncoding } from './result-stream.encoding.ts';

/** Writes results into one HTTP response, as fast as its client reads. A client that leaves them unread loses the connection. */
export interface ResultStreamWriter {
  /** Answers undefined, or when there is room for more. */
  next(this: void, result: GraphResult): Promise<void> | undefined;
  /** The last word of an operation that broke off. */
  fail(errors: readonly GraphQLFormattedError[]): void;
  end(): void;
}

export interface ResultStreamOptions {
  encoding: ResultStreamEncoding;
  headers: Record<string, string>;
  keepAliveMs: number;
  /** How long the client may leave something unread. */
  slowClientMs: number;
}

export function openResultStream(
  response: ServerResponse,
  { encoding, headers, keepAliveMs, slowClientMs }: ResultStreamOptions,
): ResultStreamWriter {
  const writer = new BatchWriter(response);
  const isGone = () => response.destroyed || response.writableEnded;
  const write = (text: string) => {
    if (isGone()) return new Promise<void>(resolve => setImmediate(resolve));
    return writer.write(text);
  };

  response.writeHead(200, {
    ...headers,
    'content-type': encoding.contentType,
    'cache-control': 'no-cache, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  response.write(encoding.opening, 'latin1');
  const heartbeat = setInterval(() => {
    if (writer.waiting === 0) void write(encoding.heartbeat);
  }, keepAliveMs);
  const slowness = setInterval(
    () => {
      if (writer.stuckFor(Date.now()) > slowClientMs) response.destroy();
    },
    Math.max(50, slowClientMs / 4),
  );
  response.once('close', () => {
    clearInterval(heartbeat);
    clearInterval(slowness);
    writer.stop();
  });

  return {
    next: result => write(encoding.next(encodeResult(result))),
    fail: errors => void write(encoding.failure(toLatin1Json(errors))),
    end() {
      clearInterval(heartbeat);
      if (isGone()) return;
      writer.flush();
      response.end(encoding.ending, 'latin1');
    },
  };
}
