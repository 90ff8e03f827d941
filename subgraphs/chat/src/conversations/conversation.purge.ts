import type { Db, ObjectId } from 'mongodb';
import type { Logger } from '@polyphony/platform/logging';
import { anyDate } from '../any-date.ts';
import type { ConversationDocument } from './conversation.document.ts';

const batchSize = 50;
const dayMs = 24 * 60 * 60 * 1000;

/** Removes conversations that can no longer be restored, with their messages. Works for all owners. */
export class ConversationPurge {
  private readonly db: Db;
  private readonly restorableDays: number;
  private readonly log: Logger;

  constructor({ db, restorableDays, log }: { db: Db; restorableDays: number; log: Logger }) {
    this.db = db;
    this.restorableDays = restorableDays;
    this.log = log;
  }

  async run(now = new Date()): Promise<void> {
    const cutoff = new Date(now.getTime() - this.restorableDays * dayMs);
    const gone = await this.db
      .collection<ConversationDocument>('conversations')
      .find({ deleted_at: { ...anyDate, $lte: cutoff } }, { projection: { _id: 1 } })
      .limit(batchSize)
      .toArray();
    for (const { _id } of gone) await this.remove(_id);
  }

  /** The conversation goes last: whoever dies in between leaves it to the next run. */
  private async remove(id: ObjectId): Promise<void> {
    await this.db.collection('messages').deleteMany({ conversation_id: id });
    // Memories and files are the user's, not the conversation's.
    const detached = { $set: { conversation_id: null } };
    await this.db.collection('chatbot_memory').updateMany({ conversation_id: id }, detached);
    await this.db.collection('uploaded_files').updateMany({ conversation_id: id }, detached);
    await this.db.collection('conversations').deleteOne({ _id: id });
    this.log.info({ conversationId: id.toHexString() }, 'A deleted conversation was removed');
  }
}
