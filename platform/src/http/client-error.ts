import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Connections that are waited for: whatever comes on them, they end unless a request does. */
const unused = new WeakMap<Duplex, NodeJS.Timeout>();

/** To be called when a request, or one to upgrade, came in. */
export function markUsed(socket: Duplex): void {
  clearTimeout(unused.get(socket));
}

/**
 * Answers what is no HTTP, or not complete in time, and closes the connection. One that nothing was sent on is no slow client: browsers and
 * pools connect in advance, and an answer to no request would be taken for that of the next one. It may wait a while longer.
 * @param unusedMs how long, in milliseconds.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket, unusedMs: number): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) {
    // Not the socket's own timeout, which any byte restarts, and which would go on during the first answer.
    unused.set(socket, setTimeout(() => socket.destroy(), unusedMs).unref());
    return;
  }
  const status = statusOf(error.code);
  const body = JSON.stringify({
    errors: [{ message: STATUS_CODES[status], extensions: { code: 'BAD_USER_INPUT' } }],
  });
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n` +
        `Content-Type: application/json\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

function statusOf(code: string | undefined): 400 | 408 | 431 {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}
