import { ObjectId, type Collection, type Db, type Filter, type MongoClient } from 'mongodb';
import { toObjectId } from '@polyphony/platform/mongo';
import { anyDate } from '../any-date.ts';
import type { ConversationDocument } from '../conversations/conversation.document.ts';
import type { CitationDocument, MessageDocument } from '../messages/message.document.ts';
import { MessageStatus, runningStatuses } from '../messages/message-status.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import { inTransaction } from '../transaction.ts';

/** Which reply, and which process claims to be the one that writes it. */
export interface ReplyClaim {
  messageId: ObjectId;
  conversationId: ObjectId;
  generatorId: string;
}

export interface ReplyProgress {
  content: string;
  deltaOffsets: readonly number[];
  leaseExpiresAt: Date;
}

export interface ReplyResult {
  status: typeof MessageStatus.COMPLETE | typeof MessageStatus.STOPPED | typeof MessageStatus.FAILED;
  content: string;
  deltaOffsets: readonly number[];
  citations: CitationDocument[];
  promptTokens: number;
  completionTokens: number;
  error: string | null;
  finishedAt: Date;
  /** From when on somebody else may report the tokens. */
  reportUsageAfter: Date;
}

/**
 * Writes running replies. Every write is conditional on still being the generator of a reply that still runs: whoever lost its
 * lease finds nothing to write to.
 */
export class ReplyRepository {
  private readonly client: MongoClient;
  private readonly messages: Collection<MessageDocument>;
  private readonly conversations: Collection<ConversationDocument>;

  private readonly queue: KeyedQueue;

  /** `queue` orders the transactions of this process by conversation, so that they do not collide and start over. */
  constructor(db: Db, queue: KeyedQueue) {
    this.client = db.client;
    this.queue = queue;
    this.messages = db.collection<MessageDocument>('messages');
    this.conversations = db.collection<ConversationDocument>('conversations');
  }

  /** PENDING becomes STREAMING. `promptTokens` is what the reply will cost if nobody learns better. Null when the lease is lost. */
  async begin(
    claim: ReplyClaim,
    { promptTokens, leaseExpiresAt, now }: { promptTokens: number; leaseExpiresAt: Date; now: Date },
  ): Promise<{ stopRequested: boolean } | null> {
    return this.renew(claim, {
      status: MessageStatus.STREAMING,
      prompt_tokens: promptTokens,
      'generation.started_at': now,
      'generation.lease_expires_at': leaseExpiresAt,
    });
  }

  /** Saves the text so far and renews the lease; null when the lease is lost. */
  async save(claim: ReplyClaim, progress: ReplyProgress): Promise<{ stopRequested: boolean } | null> {
    return this.renew(claim, {
      content: progress.content,
      'generation.delta_offsets': progress.deltaOffsets,
      'generation.lease_expires_at': progress.leaseExpiresAt,
    });
  }

  /** Ends the reply and counts its tokens, in one transaction. Null when the lease is lost. */
  finish(claim: ReplyClaim, result: ReplyResult): Promise<MessageDocument | null> {
    return this.queue.run(claim.conversationId.toHexString(), () => this.finishInTransaction(claim, result));
  }

  private finishInTransaction(claim: ReplyClaim, result: ReplyResult): Promise<MessageDocument | null> {
    return inTransaction(this.client, async session => {
      const message = await this.messages.findOneAndUpdate(
        ownedBy(claim),
        {
          $set: {
            status: result.status,
            content: result.content,
            citations: result.citations,
            is_stopped: result.status === MessageStatus.STOPPED,
            error: result.error,
            prompt_tokens: result.promptTokens,
            completion_tokens: result.completionTokens,
            finished_at: result.finishedAt,
            'generation.lease_expires_at': null,
            'generation.delta_offsets': [...result.deltaOffsets],
            'generation.usage_retry_at': result.reportUsageAfter,
          },
        },
        { session, returnDocument: 'after' },
      );
      if (message === null) return null;
      await this.conversations.updateOne(
        { _id: message.conversation_id },
        {
          $inc: { total_tokens: result.promptTokens + result.completionTokens },
          $set: { updated_at: result.finishedAt },
        },
        { session },
      );
      return message;
    });
  }

  /** Asks whichever process generates the reply to stop at its next save. False when the reply does not run. */
  async requestStop(userId: string, messageId: string): Promise<boolean> {
    const _id = toObjectId(messageId);
    if (_id === null) return false;
    const { matchedCount } = await this.messages.updateOne(
      { _id, user_id: userId, status: { $in: [...runningStatuses] } },
      { $set: { 'generation.stop_requested': true } },
    );
    return matchedCount > 0;
  }

  /** Replies whose generator has been silent for longer than its lease. */
  async findExpired(now: Date, limit: number): Promise<ObjectId[]> {
    const expired = await this.messages
      .find({ 'generation.lease_expires_at': { ...anyDate, $lt: now } }, { projection: { _id: 1 } })
      .limit(limit)
      .toArray();
    return expired.map(({ _id }) => _id);
  }

  /** Makes `generatorId` the generator of a reply whose lease is over. Null when somebody else was faster, or it lives. */
  async takeOver(
    { messageId, generatorId }: Omit<ReplyClaim, 'conversationId'>,
    { now, leaseExpiresAt }: { now: Date; leaseExpiresAt: Date },
  ): Promise<MessageDocument | null> {
    return this.messages.findOneAndUpdate(
      {
        _id: messageId,
        status: { $in: [...runningStatuses] },
        'generation.lease_expires_at': { ...anyDate, $lt: now },
      },
      { $set: { 'generation.generator_id': generatorId, 'generation.lease_expires_at': leaseExpiresAt } },
      { returnDocument: 'after' },
    );
  }

  private async renew(claim: ReplyClaim, change: Record<string, unknown>): Promise<{ stopRequested: boolean } | null> {
    const message = await this.messages.findOneAndUpdate(
      ownedBy(claim),
      { $set: change },
      { returnDocument: 'after', projection: { 'generation.stop_requested': 1 } },
    );
    return message === null ? null : { stopRequested: message.generation?.stop_requested ?? false };
  }
}

function ownedBy({ messageId, generatorId }: ReplyClaim): Filter<MessageDocument> {
  return { _id: messageId, 'generation.generator_id': generatorId, status: { $in: [...runningStatuses] } };
}
