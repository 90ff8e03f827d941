import type { Logger } from '@polyphony/platform/logging';
import type { StreamEntry, StreamStore } from '@polyphony/platform/streams';
import { begunEntry, deltaEntry, finishedEntry, replyStream } from './reply-stream.ts';
import type { Delta } from './transcript.ts';

export interface ReplyStreamWriterOptions {
  streams: StreamStore;
  messageId: string;
  /** False while another process may have taken the reply over: what this one has to say waits. */
  mayWrite: () => boolean;
  log: Logger;
}

/**
 * Sends pieces to the stream in order, as fast as the store takes them: what arrives while one append is on its way goes with the
 * next. A store that fails loses nothing, since watchers find the same pieces in the saved message.
 */
export class ReplyStreamWriter {
  private readonly options: ReplyStreamWriterOptions;
  private readonly unsent: StreamEntry[] = [];
  private sending: Promise<void> | undefined;

  constructor(options: ReplyStreamWriterOptions) {
    this.options = options;
  }

  /** Lets the stream exist before there is text. */
  begin(): void {
    this.push(begunEntry);
  }

  write(delta: Delta): void {
    this.push(deltaEntry(delta));
  }

  /** Resolves when everything was sent, or could not be. */
  async drain(): Promise<void> {
    await this.sending;
    if (this.unsent.length > 0) await this.send();
  }

  /** Closes the stream; to be called once the message is stored as finished. */
  async finish(lastSequence: number): Promise<void> {
    const { streams, messageId, log } = this.options;
    await this.sending;
    this.unsent.push(finishedEntry(lastSequence));
    await this.send();
    try {
      await streams.end(replyStream(messageId));
    } catch (error) {
      log.warn({ err: error, messageId }, 'The stream of a reply could not be ended');
    }
  }

  private push(entry: StreamEntry): void {
    this.unsent.push(entry);
    this.sending ??= this.send();
  }

  private async send(): Promise<void> {
    const { streams, messageId, mayWrite, log } = this.options;
    try {
      while (this.unsent.length > 0 && mayWrite()) {
        const batch = this.unsent.slice();
        await streams.append(replyStream(messageId), batch);
        this.unsent.splice(0, batch.length);
      }
    } catch (error) {
      log.warn({ err: error, messageId }, 'Pieces of a reply could not be streamed');
    } finally {
      this.sending = undefined;
    }
  }
}
