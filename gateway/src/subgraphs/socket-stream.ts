import { eventCost } from '@polyphony/platform/sockets';
import type { StreamListener } from '../subscriptions/index.ts';
import type { SocketHold, SocketHolder } from './socket-hold.ts';

/**
 * One stream of a socket, and how much may still come of it. A subgraph that knows flow control sends nothing more when that is used
 * up; from one that goes on sending, the socket is not read until the stream's readers have caught up.
 */
export class SocketStream implements SocketHolder {
  private isOver = false;

  constructor(
    private readonly listener: StreamListener,
    /** In the measure of `eventCost`; what came beyond it is below 0. */
    private left: number,
    private readonly hold: SocketHold,
  ) {}

  event(text: string): void {
    const isUnasked = this.left <= 0;
    this.left -= eventCost(text);
    this.listener.event(text);
    // The listener may have read it at once, or have left.
    if (isUnasked && this.left <= 0 && !this.isOver) this.hold.add(this);
  }

  grant(amount: number): void {
    this.left += amount;
    if (this.left > 0) this.hold.delete(this);
  }

  holdsTooLong(): void {
    this.listener.holdsUpOthers();
  }

  end(error?: Error): void {
    this.leave();
    this.listener.end(error);
  }

  /** Nothing more is heard. */
  leave(): void {
    this.isOver = true;
    this.hold.delete(this);
  }
}
