import type { ObjectId } from 'mongodb';
import type { ChatModel } from '@polyphony/inference/chat';
import type { Logger } from '@polyphony/platform/logging';
import { StreamGoneError, type StreamStore } from '@polyphony/platform/streams';
import type { AnnounceConversation } from '../conversations/conversation.events.ts';
import type { MessageDocument } from '../messages/message.document.ts';
import { MessageStatus } from '../messages/message-status.ts';
import type { UsageReporter } from '../usage/usage.reporter.ts';
import { countTokensSafely } from './count-tokens.ts';
import type { ReplyRepository } from './reply.repository.ts';
import { entryOf, readEntry, replyStream } from './reply-stream.ts';
import { ReplyStreamWriter } from './reply-stream.writer.ts';
import { Transcript } from './transcript.ts';

export interface ReplyRecoveryOptions {
  replies: Pick<ReplyRepository, 'findExpired' | 'takeOver' | 'finish'>;
  streams: StreamStore;
  model: Pick<ChatModel, 'countTokens'>;
  usage: Pick<UsageReporter, 'report'>;
  announce: AnnounceConversation;
  generatorId: string;
  settings: { leaseMs: number };
  log: Logger;
}

const batchSize = 20;
/** How long to wait for the next piece of a stream whose writer is dead. Milliseconds. */
const streamIdleMs = 500;
const diedMessage = 'The process that generated this reply died before it was complete.';

/** Ends the replies of processes that died: FAILED, with the text that was generated until then. */
export class ReplyRecovery {
  private readonly options: ReplyRecoveryOptions;

  constructor(options: ReplyRecoveryOptions) {
    this.options = options;
  }

  /** Ends all replies whose lease is over. */
  async failExpired(): Promise<void> {
    const { replies, log } = this.options;
    await Promise.all(
      (await replies.findExpired(new Date(), batchSize)).map(messageId =>
        this.fail(messageId).catch((error: unknown) => {
          log.error({ err: error, messageId: messageId.toHexString() }, 'A dead reply could not be ended');
        }),
      ),
    );
  }

  /** Ends one reply if its lease is over; does nothing when its generator lives, or somebody else ends it already. */
  async fail(messageId: ObjectId): Promise<void> {
    const { replies, streams, model, usage, announce, generatorId, settings, log } = this.options;
    const now = Date.now();
    const dead = await replies.takeOver(
      { messageId, generatorId },
      { now: new Date(now), leaseExpiresAt: new Date(now + settings.leaseMs) },
    );
    if (dead === null) return;
    const claim = { messageId, conversationId: dead.conversation_id, generatorId };
    const transcript = new Transcript(dead.content, dead.generation?.delta_offsets);
    await this.recoverUnsaved(dead, transcript);
    const message = await replies.finish(claim, {
      status: MessageStatus.FAILED,
      content: transcript.text,
      deltaOffsets: transcript.deltaOffsets,
      citations: [],
      promptTokens: dead.prompt_tokens ?? 0,
      completionTokens: await countTokensSafely(model, transcript.text),
      error: diedMessage,
      finishedAt: new Date(),
      reportUsageAfter: new Date(),
    });
    if (message === null) return;
    const id = messageId.toHexString();
    log.warn({ messageId: id }, 'A reply was ended whose process had died');
    await new ReplyStreamWriter({ streams, messageId: id, mayWrite: () => true, log }).finish(transcript.lastSequence);
    await announce(message.conversation_id.toHexString());
    await usage.report(message);
  }

  /** Watchers have seen pieces that the dead process did not come to save; the stream still has them. */
  private async recoverUnsaved(dead: MessageDocument, transcript: Transcript): Promise<void> {
    const id = dead._id.toHexString();
    const idle = new AbortController();
    let timer = setTimeout(() => idle.abort(), streamIdleMs);
    try {
      const entries = this.options.streams.read(replyStream(id), {
        after: entryOf(transcript.lastSequence),
        signal: idle.signal,
      });
      for await (const entry of entries) {
        clearTimeout(timer);
        timer = setTimeout(() => idle.abort(), streamIdleMs);
        const delta = readEntry(entry);
        if (delta === null) return;
        if (delta.sequence === transcript.lastSequence + 1) transcript.add(delta.text);
      }
    } catch (error) {
      if (error instanceof StreamGoneError) return;
      this.options.log.warn({ err: error, messageId: id }, 'The stream of a dead reply could not be read');
    } finally {
      clearTimeout(timer);
    }
  }
}
