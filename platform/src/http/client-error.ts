import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** How long a connection may stay without being used, in milliseconds. */
export const unusedConnectionMs = 72_000;

/**
 * Answers what is no HTTP, or not complete in time, and closes the connection. One that nothing was sent on is no slow client: browsers and
 * pools connect in advance, and an answer to no request would be taken for that of the next one. It may wait like one that was used.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) {
    socket.setTimeout(unusedConnectionMs, () => socket.bytesRead === 0 && socket.destroy());
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
