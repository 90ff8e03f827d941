import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectId } from 'mongodb';
import type { Logger } from '@polyphony/platform/logging';
import { StreamGoneError, type StreamStore } from '@polyphony/platform/streams';
import type { MessageDocument } from '../messages/message.document.ts';
import { isRunning } from '../messages/message-status.ts';
import type { MessageRepository } from '../messages/message.repository.ts';
import { entryOf, readEntry, replyStream } from './reply-stream.ts';
import { Transcript, type Delta } from './transcript.ts';

export type ReplyEvent =
  | ({ type: 'delta' } & Delta)
  /** The last event; its sequence follows that of the last delta. */
  | { type: 'finished'; sequence: number };

export interface WatchOptions {
  userId: string;
  messageId: string;
  /** The last sequence that the watcher has; 0 for none. */
  after: number;
  signal: AbortSignal;
}

export interface ReplyWatcherOptions {
  messages: Pick<MessageRepository, 'findForReplay'>;
  streams: StreamStore;
  /** Ends a reply whose process died. */
  endDead: (messageId: ObjectId) => Promise<void>;
  log: Logger;
  /** How long a stream may be silent before the message itself is looked at. Milliseconds. */
  lookEveryMs?: number;
}

/** Between two looks when the stream is of no help. Milliseconds. */
const retryMs = 100;

/**
 * Follows replies. The saved message and the stream tell the same story under the same sequences, so a watcher may change from one
 * to the other at any piece: it begins with what is saved, goes live on the stream, and returns to the message whenever the stream
 * ends, is gone or stays silent.
 */
export class ReplyWatcher {
  private readonly options: Required<ReplyWatcherOptions>;

  constructor(options: ReplyWatcherOptions) {
    this.options = { lookEveryMs: 2000, ...options };
  }

  /** Ends after the `finished` event, when the message disappears, or when the signal aborts. */
  async *watch({ userId, messageId, after, signal }: WatchOptions): AsyncGenerator<ReplyEvent, void, undefined> {
    const { messages } = this.options;
    let position = after;
    while (!signal.aborted) {
      const message = await messages.findForReplay(userId, messageId);
      if (message === null) return;
      const transcript = savedTranscript(message);
      for (const delta of transcript.after(position)) {
        yield { type: 'delta', ...delta };
        position = delta.sequence;
      }
      if (!isRunning(message.status)) return yield { type: 'finished', sequence: transcript.lastSequence + 1 };
      if (await this.endIfDead(message)) {
        await pause(signal);
        continue;
      }
      const outcome = yield* this.follow(messageId, position, signal);
      position = outcome.position;
      if (outcome.ended === 'lost') await pause(signal);
    }
  }

  /** Ends a running reply whose process died; answers whether it found one. */
  async endIfDead(message: MessageDocument): Promise<boolean> {
    if (!isRunning(message.status) || !leaseIsOver(message)) return false;
    await this.options.endDead(message._id);
    return true;
  }

  /** Goes along with the stream until the reply is finished, the stream says nothing for a while, or is lost. */
  private async *follow(
    messageId: string,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyEvent, { position: number; ended: 'finished' | 'silent' | 'lost' }, undefined> {
    const silence = new AbortController();
    const entries = this.options.streams.read(replyStream(messageId), {
      after: entryOf(after),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    let position = after;
    const expectMore = () => setTimeout(() => silence.abort(), this.options.lookEveryMs);
    let timer = expectMore();
    try {
      for await (const entry of entries) {
        clearTimeout(timer);
        const delta = readEntry(entry);
        if (delta === null) return { position, ended: 'finished' };
        if (delta.sequence > position) {
          yield { type: 'delta', ...delta };
          position = delta.sequence;
        }
        timer = expectMore();
      }
    } catch (error) {
      // The saved message has what a broken stream would have brought, a little later.
      if (!(error instanceof StreamGoneError))
        this.options.log.warn({ err: error, messageId }, 'A stream is not readable');
    } finally {
      clearTimeout(timer);
    }
    return { position, ended: silence.signal.aborted ? 'silent' : 'lost' };
  }
}

/** A finished message without positions, such as a user's, is one piece. */
function savedTranscript({ content, status, generation }: MessageDocument): Transcript {
  const offsets = generation?.delta_offsets ?? [];
  if (offsets.length === 0 && content !== '' && !isRunning(status)) return new Transcript(content, [content.length]);
  return new Transcript(content, offsets);
}

const leaseIsOver = ({ generation }: MessageDocument): boolean =>
  (generation?.lease_expires_at?.getTime() ?? 0) < Date.now();

const pause = (signal: AbortSignal) => sleep(retryMs, undefined, { signal }).catch(() => undefined);
