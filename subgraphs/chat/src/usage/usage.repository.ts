import type { Collection, Db, ObjectId } from 'mongodb';
import { anyDate } from '../any-date.ts';
import type { MessageDocument } from '../messages/message.document.ts';

/** Which finished replies still have to be reported to ops. */
export class UsageRepository {
  private readonly messages: Collection<MessageDocument>;

  constructor(db: Db) {
    this.messages = db.collection<MessageDocument>('messages');
  }

  /** One reply whose time has come, which nobody else gets before `retryAt`; null when there is none. */
  async takeUnrecorded(now: Date, retryAt: Date): Promise<MessageDocument | null> {
    return this.messages.findOneAndUpdate(
      { 'generation.usage_retry_at': { ...anyDate, $lte: now } },
      { $set: { 'generation.usage_retry_at': retryAt } },
      {
        sort: { 'generation.usage_retry_at': 1 },
        returnDocument: 'after',
        projection: { content: 0, 'generation.delta_offsets': 0 },
      },
    );
  }

  async markRecorded(messageId: ObjectId): Promise<void> {
    await this.messages.updateOne({ _id: messageId }, { $set: { 'generation.usage_retry_at': null } });
  }
}
