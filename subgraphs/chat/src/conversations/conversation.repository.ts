import { ObjectId, type Collection, type Db, type Filter } from 'mongodb';
import { toObjectId } from '@polyphony/platform/mongo';
import type { ConversationDocument } from './conversation.document.ts';

export interface ConversationListQuery {
  userId: string;
  archived: boolean;
  /** Rows to read. */
  limit: number;
  /** The row after which the page begins: the moment of its creation and its id. */
  after: { createdAt: Date; id: ObjectId } | null;
}

/** The only user of `conversations` for reading and for its single-document changes. Every call is scoped by the owner. */
export class ConversationRepository {
  private readonly collection: Collection<ConversationDocument>;

  constructor(db: Db) {
    this.collection = db.collection<ConversationDocument>('conversations');
  }

  async insert(document: ConversationDocument): Promise<void> {
    await this.collection.insertOne(document);
  }

  /** In no particular order; deleted and foreign ones are left out. */
  async findByIds(userId: string, ids: readonly string[]): Promise<ConversationDocument[]> {
    const known = ids.map(toObjectId).filter(id => id !== null);
    if (known.length === 0) return [];
    return this.collection.find({ _id: { $in: known }, user_id: userId, deleted_at: null }).toArray();
  }

  /** Newest first. */
  async findPage({ userId, archived, limit, after }: ConversationListQuery): Promise<ConversationDocument[]> {
    const filter: Filter<ConversationDocument> = { user_id: userId, deleted_at: null, is_archived: archived };
    if (after !== null) {
      filter.$or = [{ created_at: { $lt: after.createdAt } }, { created_at: after.createdAt, _id: { $lt: after.id } }];
    }
    return this.collection.find(filter).sort({ created_at: -1, _id: -1 }).limit(limit).toArray();
  }

  async count(userId: string, archived: boolean): Promise<number> {
    return this.collection.countDocuments({ user_id: userId, deleted_at: null, is_archived: archived });
  }

  /** Null when there is no such conversation. */
  async setArchived(userId: string, id: string, archived: boolean, now: Date): Promise<ConversationDocument | null> {
    return this.change(userId, id, { deleted_at: null }, { is_archived: archived, updated_at: now });
  }

  async markDeleted(userId: string, id: string, now: Date): Promise<ConversationDocument | null> {
    return this.change(userId, id, { deleted_at: null }, { deleted_at: now, updated_at: now });
  }

  /** Brings back what was deleted after `cutoff`; null when there is nothing to bring back. */
  async undelete(userId: string, id: string, cutoff: Date, now: Date): Promise<ConversationDocument | null> {
    return this.change(userId, id, { deleted_at: { $gt: cutoff } }, { deleted_at: null, updated_at: now });
  }

  private async change(
    userId: string,
    id: string,
    condition: Filter<ConversationDocument>,
    change: Partial<ConversationDocument>,
  ): Promise<ConversationDocument | null> {
    const _id = toObjectId(id);
    if (_id === null) return null;
    return this.collection.findOneAndUpdate(
      { ...condition, _id, user_id: userId },
      { $set: change },
      { returnDocument: 'after' },
    );
  }
}
