import { maximumMessageBytes } from './message-limits.ts';

/** Operation codes of the wire protocol. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
export const opCodes = { reply: 1, query: 2004, message: 2013 } as const;

const headerBytes = 16;

/** One message of the wire protocol. */
export interface WireMessage {
  readonly requestId: number;
  readonly opCode: number;
  /** All of the message, its header included. */
  readonly bytes: Buffer;
}

/** Thrown for bytes that are no message of this protocol; the connection that sent them is closed. */
export class ProtocolError extends Error {}

/** Cuts a stream of bytes into messages. */
export class MessageReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** Takes in received bytes. Answers the messages they complete. Throws ProtocolError for impossible lengths. */
  push(chunk: Buffer): WireMessage[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const messages: WireMessage[] = [];
    while (this.#length >= headerBytes) {
      const length = this.#peekLength();
      if (length < headerBytes || length > maximumMessageBytes)
        throw new ProtocolError(`message length ${length} is out of bounds`);
      if (this.#length < length) break;
      const bytes = this.#take(length);
      messages.push({ requestId: bytes.readInt32LE(4), opCode: bytes.readInt32LE(12), bytes });
    }
    return messages;
  }

  #peekLength(): number {
    if (this.#chunks[0]!.length < 4) this.#join();
    return this.#chunks[0]!.readInt32LE(0);
  }

  #take(length: number): Buffer {
    if (this.#chunks[0]!.length < length) this.#join();
    const [first] = this.#chunks as [Buffer];
    const message = first.subarray(0, length);
    if (first.length === length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(length);
    this.#length -= length;
    return message;
  }

  #join(): void {
    this.#chunks = [Buffer.concat(this.#chunks)];
  }
}
