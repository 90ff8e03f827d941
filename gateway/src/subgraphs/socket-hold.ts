import type { WebSocket } from 'ws';

/** Who stops a socket until its readers have caught up. */
export interface SocketHolder {
  /** The others have waited for it as long as they should. */
  holdsTooLong(): void;
}

/**
 * Stops the reading of a socket for as long as one of its streams wants that: TCP then makes the peer wait. All streams of the socket
 * wait with it, so a holder is told when it has held for so long, and again every time as much has passed.
 */
export class SocketHold {
  private readonly holders = new Map<SocketHolder, NodeJS.Timeout>();
  private hasHeld = false;

  constructor(
    private readonly socket: Pick<WebSocket, 'pause' | 'resume'>,
    private readonly patienceMs: number,
  ) {}

  /** Whether it was held at any time since this was last asked: if so, what the peer said may not have been heard yet. */
  takeHeld(): boolean {
    const wasHeld = this.hasHeld;
    this.hasHeld = this.holders.size > 0;
    return wasHeld;
  }

  add(holder: SocketHolder): void {
    if (this.holders.has(holder)) return;
    this.holders.set(
      holder,
      setInterval(() => holder.holdsTooLong(), this.patienceMs),
    );
    this.hasHeld = true;
    if (this.holders.size === 1) this.socket.pause();
  }

  delete(holder: SocketHolder): void {
    const timer = this.holders.get(holder);
    if (timer === undefined) return;
    clearInterval(timer);
    this.holders.delete(holder);
    if (this.holders.size === 0) this.socket.resume();
  }
}
