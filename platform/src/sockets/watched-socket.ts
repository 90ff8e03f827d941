import { setImmediate } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { createBreather } from './breather.ts';
import { closeCodes } from './close-codes.ts';

export interface WatchedSocket {
  readonly isOpen: boolean;
  /** Resolves once the message was handed to the network; never rejects, since a closing socket ends its operations anyway. */
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

/** Pings a client, closes the socket of one that is gone or leaves its messages unread. */
export function createWatchedSocket(
  socket: WebSocket,
  { keepAliveMs, slowClientMs }: { keepAliveMs: number; slowClientMs: number },
): WatchedSocket {
  let unwritten = 0;
  let lastProgress = Date.now();
  let lastSign = Date.now();
  const breathe = createBreather();
  const flushWaiters: (() => void)[] = [];

  const close = (code: number, reason: string) => {
    socket.close(code, reason);
    // A client that does not read will not answer the close frame either.
    setTimeout(() => socket.terminate(), 2000).unref();
  };
  const written = () => {
    unwritten -= 1;
    lastProgress = Date.now();
    if (unwritten === 0) for (const wake of flushWaiters.splice(0)) wake();
  };

  const pings = setInterval(() => {
    // Ping frames queue behind unread messages: whether the client reads is the other watch's matter.
    if (unwritten === 0 && Date.now() - lastSign > 2 * keepAliveMs + 100) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.ping();
  }, keepAliveMs);
  const slowness = setInterval(
    () => {
      if (unwritten > 0 && Date.now() - lastProgress > slowClientMs)
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
    async send(message) {
      // The news that the socket closed is on its way; whoever would go on sending has to wait for it.
      if (socket.readyState !== socket.OPEN) return setImmediate();
      if (unwritten === 0) lastProgress = Date.now();
      unwritten += 1;
      await new Promise<void>(resolve => socket.send(message, () => resolve()));
      written();
      await breathe();
    },
    flushed: () => (unwritten === 0 ? Promise.resolve() : new Promise(resolve => void flushWaiters.push(resolve))),
    close,
    isFlooded: () => socket.bufferedAmount > maxWaitingBytes,
    stop() {
      clearInterval(pings);
      clearInterval(slowness);
      for (const wake of flushWaiters.splice(0)) wake();
    },
  };
}
