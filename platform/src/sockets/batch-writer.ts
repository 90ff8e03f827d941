import type { Writable } from 'node:stream';

/** Bytes handed over in one piece, and bytes the network may owe us before a writer is asked to wait. */
const pieceBytes = 64 * 1024;

/** Messages of one turn: a source that always has more would let nobody else have one. */
const messagesPerTurn = 1024;

/** Writes messages to one client: what is said within one turn of the event loop goes to the network in one piece. */
export class BatchWriter {
  private said = '';
  private inFlight = 0;
  private messages = 0;
  private isTurnOpen = false;
  private isStopped = false;
  private waitingForRoom: PromiseWithResolvers<void> | undefined;
  private waitingForFlush: PromiseWithResolvers<void> | undefined;
  /** When the network last took a piece, or was given the first one that it has not taken. Milliseconds. */
  private lastProgress = 0;

  constructor(private readonly stream: Pick<Writable, 'write'>) {}

  /** Bytes that the network has not taken yet. */
  get waiting(): number {
    return this.said.length + this.inFlight;
  }

  /** For how many milliseconds the network has taken nothing, though there was something to take. */
  stuckFor(now: number): number {
    return this.waiting === 0 ? 0 : now - this.lastProgress;
  }

  /**
   * Takes a message as it goes to the network, bytes held as latin1. Answers undefined, or, when enough was said for one turn or waits
   * for the network, when there is room for more: who writes on regardless is not stopped.
   */
  write(message: string): Promise<void> | undefined {
    if (!this.isTurnOpen) {
      this.isTurnOpen = true;
      setImmediate(closeTurn, this);
    }
    if (!this.isStopped) {
      if (this.said === '' && this.inFlight === 0) this.lastProgress = Date.now();
      this.said += message;
    }
    this.messages += 1;
    if (this.said.length >= pieceBytes) this.flush();
    if (this.messages < messagesPerTurn && this.said.length + this.inFlight < pieceBytes) return undefined;
    return (this.waitingForRoom ??= Promise.withResolvers<void>()).promise;
  }

  /** Hands over at once what was said so far. */
  flush(): void {
    if (this.said === '') return;
    const piece = this.said;
    this.said = '';
    this.inFlight += piece.length;
    this.stream.write(piece, 'latin1', () => {
      if (this.isStopped) return;
      this.inFlight -= piece.length;
      this.lastProgress = Date.now();
      this.release();
    });
  }

  /** Resolves when everything said so far was handed to the network, or never will be. */
  flushed(): Promise<void> {
    this.flush();
    if (this.inFlight === 0) return Promise.resolve();
    return (this.waitingForFlush ??= Promise.withResolvers<void>()).promise;
  }

  /** Ends the turn in which messages are collected. */
  closeTurn(): void {
    this.isTurnOpen = false;
    this.messages = 0;
    this.flush();
    this.release();
  }

  /** Forgets what was not handed over; whoever waits for room is let go. */
  stop(): void {
    this.isStopped = true;
    this.said = '';
    this.inFlight = 0;
    this.release();
  }

  private release(): void {
    if (this.waitingForFlush !== undefined && this.waiting === 0) {
      this.waitingForFlush.resolve();
      this.waitingForFlush = undefined;
    }
    // Not before the event loop has turned, however fast the network is.
    if (this.waitingForRoom === undefined || this.isTurnOpen || this.inFlight >= pieceBytes) return;
    this.waitingForRoom.resolve();
    this.waitingForRoom = undefined;
  }
}

function closeTurn(writer: BatchWriter): void {
  writer.closeTurn();
}
