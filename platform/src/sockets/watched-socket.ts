import { setImmediate } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { toLatin1 } from '../text/index.ts';
import { createBatchWriter } from './batch-writer.ts';
import { closeCodes } from './close-codes.ts';
import { textFrame } from './text-frame.ts';

export interface WatchedSocket {
  readonly isOpen: boolean;
  /**
   * Sends a text message, UTF-8 held as latin1. Answers undefined, or when the client may be sent more; never rejects, since a
   * closing socket ends its operations anyway.
   */
  write(this: void, message: string): Promise<void> | undefined;
  /** The same for a plain text. */
  send(this: void, message: string): Promise<void>;
  /** Resolves when everything sent so far was handed to the network. */
  flushed(this: void): Promise<void>;
  close(this: void, code: number, reason: string): void;
  /** Whether so many answers wait for the client that it must not ask for more. */
  isFlooded(): boolean;
  stop(): void;
}

/** Bytes that may wait in a socket before its client counts as flooding us: pongs and errors it does not read. */
const maxWaitingBytes = 8 * 1024 * 1024;

/**
 * Pings a client, closes the socket of one that is gone or leaves its messages unread. `stream` is the TCP stream under the socket:
 * text messages are written to it directly, as whole frames between those that `ws` writes.
 */
export function createWatchedSocket(
  socket: WebSocket,
  stream: Duplex,
  { keepAliveMs, slowClientMs }: { keepAliveMs: number; slowClientMs: number },
): WatchedSocket {
  let lastProgress = Date.now();
  let lastSign = Date.now();
  const writer = createBatchWriter(stream, () => (lastProgress = Date.now()));

  const close = (code: number, reason: string) => {
    if (socket.readyState === socket.OPEN) writer.flush();
    socket.close(code, reason);
    // A client that does not read will not answer the close frame either.
    setTimeout(() => socket.terminate(), 2000).unref();
  };
  const write = (message: string) => {
    // The news that the socket closed is on its way; whoever would go on sending has to wait for it.
    if (socket.readyState !== socket.OPEN) return setImmediate();
    if (writer.waiting === 0) lastProgress = Date.now();
    return writer.write(textFrame(message));
  };

  const pings = setInterval(() => {
    // Ping frames queue behind unread messages: whether the client reads is the other watch's matter.
    if (writer.waiting === 0 && Date.now() - lastSign > 2 * keepAliveMs + 100) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.ping();
  }, keepAliveMs);
  const slowness = setInterval(
    () => {
      if (writer.waiting > 0 && Date.now() - lastProgress > slowClientMs)
        close(closeCodes.tooMany, 'RATE_LIMITED: Too slow');
    },
    Math.max(50, slowClientMs / 4),
  );
  pings.unref();
  slowness.unref();
  const sawSign = () => void (lastSign = Date.now());
  socket.on('pong', sawSign).on('message', sawSign).on('ping', sawSign);
  socket.on('error', () => socket.terminate());

  return {
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
    write,
    send: async message => write(toLatin1(message)),
    flushed: writer.flushed,
    close,
    isFlooded: () => writer.waiting > maxWaitingBytes || socket.bufferedAmount > maxWaitingBytes,
    stop() {
      clearInterval(pings);
      clearInterval(slowness);
      writer.stop();
    },
  };
}
