import type { Collection, Db, Filter, ObjectId } from 'mongodb';
import { toObjectId } from '@polyphony/platform/mongo';
import { containsPattern } from '../pattern.ts';
import type { MemoryDocument } from './memory.document.ts';

/** Most memories that one answer lists. */
const listLimit = 200;

/** The only user of `chatbot_memory`, always within one owner. What has expired counts as gone before the store removes it. */
export class MemoryRepository {
  private readonly collection: Collection<MemoryDocument>;

  constructor(db: Db) {
    this.collection = db.collection<MemoryDocument>('chatbot_memory');
  }

  async insert(document: MemoryDocument): Promise<void> {
    await this.collection.insertOne(document);
  }

  /** False when there is no such memory. */
  async delete(userId: string, id: string): Promise<boolean> {
    const _id = toObjectId(id);
    if (_id === null) return false;
    const { deletedCount } = await this.collection.deleteOne({ _id, user_id: userId });
    return deletedCount > 0;
  }

  /** Newest first, at most 200; `query` must occur in the content, the question or a tag, whatever its case. */
  async find(userId: string, query: string | null, now: Date): Promise<MemoryDocument[]> {
    const filter: Filter<MemoryDocument> = { user_id: userId, $and: [notExpired(now)] };
    if (query !== null) {
      const pattern = containsPattern(query);
      filter.$or = [{ content: pattern }, { question: pattern }, { tags: pattern }];
    }
    return this.collection.find(filter).sort({ created_at: -1, _id: -1 }).limit(listLimit).toArray();
  }

  /** Those made for any of the conversations, oldest first. */
  async findByConversations(userId: string, ids: readonly string[], now: Date): Promise<MemoryDocument[]> {
    return this.collection
      .find({
        conversation_id: { $in: ids.map(toObjectId).filter(id => id !== null) },
        user_id: userId,
        ...notExpired(now),
      })
      .sort({ created_at: 1 })
      .limit(listLimit * ids.length)
      .toArray();
  }

  /** The most important ones that hold for a conversation: its own and those of no conversation. */
  async findForRecall(userId: string, conversationId: ObjectId, now: Date): Promise<MemoryDocument[]> {
    return this.collection
      .find({ user_id: userId, conversation_id: { $in: [conversationId, null] }, ...notExpired(now) })
      .sort({ importance: -1 })
      .limit(listLimit)
      .toArray();
  }
}

const notExpired = (now: Date): Filter<MemoryDocument> => ({
  $or: [{ expires_at: null }, { expires_at: { $gt: now } }],
});
