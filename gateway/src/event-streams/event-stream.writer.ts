import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { RateLimitedError } from '@polyphony/platform/errors';
import { createBreather } from '@polyphony/platform/sockets';

/** Writes server-sent events, one at a time, each only when the one before left for the network. */
export interface EventStreamWriter {
  /** @throws RateLimitedError when the client leaves it unread for too long. */
  write(event: 'next' | 'complete', data?: unknown): Promise<void>;
  end(): void;
}

export function openEventStream(
  response: ServerResponse,
  {
    headers,
    keepAliveMs,
    slowClientMs,
  }: { headers: Record<string, string>; keepAliveMs: number; slowClientMs: number },
): EventStreamWriter {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  // Some browsers show a stream as open only once something arrived.
  response.write(':\n\n');
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, keepAliveMs);
  response.once('close', () => clearInterval(heartbeat));

  const breathe = createBreather();

  return {
    async write(event, data) {
      if (response.destroyed || response.writableEnded) return setImmediate();
      const text = `event: ${event}\ndata:${data === undefined ? '' : ` ${JSON.stringify(data)}`}\n\n`;
      if (response.write(text)) await breathe();
      else await drained(response, slowClientMs);
    },
    end() {
      clearInterval(heartbeat);
      response.end();
    },
  };
}

function drained(response: ServerResponse, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (settle: () => void) => {
      clearTimeout(timer);
      response.off('drain', onDrain).off('close', onDrain);
      settle();
    };
    const onDrain = () => stop(resolve);
    const timer = setTimeout(
      () => stop(() => reject(new RateLimitedError(1, 'The client reads too slowly.'))),
      limitMs,
    );
    response.once('drain', onDrain).once('close', onDrain);
  });
}
