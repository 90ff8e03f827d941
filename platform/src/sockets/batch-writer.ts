import type { Writable } from 'node:stream';

/** Writes messages to one client: what is said within one turn of the event loop goes to the network in one piece. */
export interface BatchWriter {
  /**
   * Takes a message as it goes to the network, bytes held as latin1. Answers undefined, or, when enough was said for one turn or waits for the network, when
   * there is room for more: who writes on regardless is not stopped.
   */
  write(message: string): Promise<void> | undefined;
  /** Hands over at once what was said so far. */
  flush(): void;
  /** Resolves when everything said so far was handed to the network, or never will be. */
  flushed(): Promise<void>;
  /** Bytes that the network has not taken yet. */
  readonly waiting: number;
  /** Forgets what was not handed over; whoever waits for room is let go. */
  stop(): void;
}

/** Bytes handed over in one piece, and bytes the network may owe us before a writer is asked to wait. */
const pieceBytes = 64 * 1024;

/** Messages of one turn: a source that always has more would let nobody else have one. */
const messagesPerTurn = 1024;

/** @param onProgress Called whenever the network has taken a piece. */
export function createBatchWriter(stream: Pick<Writable, 'write'>, onProgress: () => void): BatchWriter {
  let said = '';
  let inFlight = 0;
  let messages = 0;
  let isTurnOpen = false;
  let isStopped = false;
  let waitingForRoom: PromiseWithResolvers<void> | undefined;
  let waitingForFlush: PromiseWithResolvers<void> | undefined;

  const flush = () => {
    if (said === '') return;
    const piece = said;
    said = '';
    inFlight += piece.length;
    stream.write(piece, 'latin1', () => {
      if (isStopped) return;
      inFlight -= piece.length;
      onProgress();
      release();
    });
  };
  const release = () => {
    if (waitingForFlush !== undefined && inFlight === 0 && said === '') {
      waitingForFlush.resolve();
      waitingForFlush = undefined;
    }
    // Not before the event loop has turned, however fast the network is.
    if (waitingForRoom === undefined || isTurnOpen || inFlight >= pieceBytes) return;
    waitingForRoom.resolve();
    waitingForRoom = undefined;
  };
  const closeTurn = () => {
    isTurnOpen = false;
    messages = 0;
    flush();
    release();
  };

  return {
    write(message) {
      if (!isTurnOpen) {
        isTurnOpen = true;
        setImmediate(closeTurn);
      }
      if (!isStopped) said += message;
      messages += 1;
      if (said.length >= pieceBytes) flush();
      if (messages < messagesPerTurn && said.length + inFlight < pieceBytes) return undefined;
      return (waitingForRoom ??= Promise.withResolvers<void>()).promise;
    },
    flush,
    flushed() {
      flush();
      if (inFlight === 0) return Promise.resolve();
      return (waitingForFlush ??= Promise.withResolvers<void>()).promise;
    },
    get waiting() {
      return said.length + inFlight;
    },
    stop() {
      isStopped = true;
      said = '';
      inFlight = 0;
      release();
    },
  };
}
