import { setImmediate } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { toLatin1 } from '../text/index.ts';
import { BatchWriter } from './batch-writer.ts';
import { closeCodes } from './close-codes.ts';
import { textFrame } from './text-frame.ts';

/** Bytes that may wait in a socket before its client counts as flooding us: pongs and errors it does not read. */
const maxWaitingBytes = 8 * 1024 * 1024;

export interface SocketPace {
  /** Time between pings, and how long a pong may take. */
  keepAliveMs: number;
  /** How long a client may leave a sent message unread. */
  slowClientMs: number;
}

/**
 * A socket whose client is pinged, and which is closed when the client is gone or leaves its messages unread. Somebody has to call
 * `check` often: a timer for each of many sockets would cost more than they do. Text messages are written to the TCP stream under the
 * socket, as whole frames between those that `ws` writes.
 */
export class WatchedSocket {
  private readonly writer: BatchWriter;
  private lastSign = Date.now();
  private lastPing = this.lastSign;

  constructor(
    private readonly socket: WebSocket,
    stream: Duplex,
    private readonly pace: SocketPace,
  ) {
    this.writer = new BatchWriter(stream);
    const sawSign = () => void (this.lastSign = Date.now());
    socket.on('pong', sawSign).on('message', sawSign).on('ping', sawSign);
    socket.on('error', () => socket.terminate());
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /**
   * Sends a text message, UTF-8 held as latin1. Answers undefined, or when the client may be sent more; never rejects, since a
   * closing socket ends its operations anyway.
   */
  write(message: string): Promise<void> | undefined {
    // The news that the socket closed is on its way; whoever would go on sending has to wait for it.
    return this.isOpen ? this.writer.write(textFrame(message)) : setImmediate();
  }

  /** The same for a plain text. */
  async send(message: string): Promise<void> {
    return this.write(toLatin1(message));
  }

  /** Resolves when everything sent so far was handed to the network. */
  flushed(): Promise<void> {
    return this.writer.flushed();
  }

  close(code: number, reason: string): void {
    const { socket } = this;
    if (this.isOpen) this.writer.flush();
    socket.close(code, reason);
    // A client that does not read will not answer the close frame either.
    setTimeout(() => socket.terminate(), 2000).unref();
  }

  /** Whether so many answers wait for the client that it must not ask for more. */
  isFlooded(): boolean {
    return this.writer.waiting > maxWaitingBytes || this.socket.bufferedAmount > maxWaitingBytes;
  }

  /** Looks whether the client is there and reads, and pings it when it is time. */
  check(now: number): void {
    const { keepAliveMs, slowClientMs } = this.pace;
    if (!this.isOpen) return;
    if (this.writer.stuckFor(now) > slowClientMs) return this.close(closeCodes.tooMany, 'RATE_LIMITED: Too slow');
    if (now - this.lastPing < keepAliveMs) return;
    // Ping frames queue behind unread messages: whether the client reads is the other watch's matter.
    if (this.writer.waiting === 0 && now - this.lastSign > 2 * keepAliveMs + 100) return this.socket.terminate();
    this.lastPing = now;
    this.socket.ping();
  }

  stop(): void {
    this.writer.stop();
  }
}

/** How often sockets are to be checked, in milliseconds, so that none is found late by much. */
export function checkEvery({ keepAliveMs, slowClientMs }: SocketPace): number {
  return Math.max(10, Math.min(keepAliveMs / 4, slowClientMs / 4, 1000));
}
