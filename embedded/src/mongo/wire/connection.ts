import { writeReply } from './reply-writer.ts';
import { parseCommand } from './command-parser.ts';
import { MessageReader, type WireMessage } from './message-reader.ts';
import type { CommandDispatcher } from '../commands/dispatcher.ts';
import type { Socket } from 'node:net';

/** Messages a client may send ahead before reading from it pauses. */
const maximumQueue = 16;

/** One client connection: its messages are answered in their order. Malformed ones close it. */
export class Connection {
  readonly #socket: Socket;
  readonly #dispatcher: CommandDispatcher;
  readonly #number: number;
  readonly #host: string;
  readonly #log: (message: string) => void;
  readonly #reader = new MessageReader();
  readonly #gone = new AbortController();
  readonly #queue: WireMessage[] = [];
  #working = false;

  constructor(
    socket: Socket,
    dispatcher: CommandDispatcher,
    options: { number: number; host: string; log: (message: string) => void },
  ) {
    this.#socket = socket;
    this.#dispatcher = dispatcher;
    this.#number = options.number;
    this.#host = options.host;
    this.#log = options.log;
    socket.setNoDelay(true);
    socket.on('data', chunk => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#gone.abort());
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      this.#queue.push(...this.#reader.push(chunk));
    } catch (error) {
      this.#refuse(error);
      return;
    }
    if (this.#queue.length >= maximumQueue) this.#socket.pause();
    if (!this.#working && this.#queue.length > 0) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      for (let message = this.#queue.shift(); message; message = this.#queue.shift()) {
        await this.#answer(message);
        if (this.#queue.length < maximumQueue && this.#socket.isPaused()) this.#socket.resume();
      }
    } catch (error) {
      this.#refuse(error);
    } finally {
      this.#working = false;
    }
  }

  async #answer(message: WireMessage): Promise<void> {
    if (this.#gone.signal.aborted) return;
    const { command, unacknowledged } = parseCommand(message);
    const reply = await this.#dispatcher.run({
      command,
      connection: this.#number,
      host: this.#host,
      signal: this.#gone.signal,
    });
    if (unacknowledged || this.#socket.destroyed) return;
    if (!this.#socket.write(writeReply(reply, message.requestId, message.opCode))) await this.#drained();
  }

  /** Waits for a slow reader instead of piling up replies for it. */
  async #drained(): Promise<void> {
    await new Promise<void>(resolve => {
      const done = (): void => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.once('drain', done);
      this.#socket.once('close', done);
    });
  }

  #refuse(error: unknown): void {
    this.#log(`Connection ${this.#number} closed: ${error instanceof Error ? error.message : String(error)}`);
    this.#queue.length = 0;
    this.#socket.destroy();
  }
}
