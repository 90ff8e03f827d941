import type { Collection, Db, ObjectId } from 'mongodb';
import { toObjectId } from '@polyphony/platform/mongo';
import { anyDate } from '../any-date.ts';
import type { MessageDocument } from './message.document.ts';

/** A page of the active branches of many conversations: the messages at depths `after + 1` to `after + limit`. */
export interface BranchPageQuery {
  userId: string;
  conversationIds: readonly string[];
  after: number;
  limit: number;
}

/** What siblings have in common. */
export interface SiblingKey {
  conversationId: ObjectId;
  parentId: ObjectId | null;
}

/** The positions of streamed pieces are as long as the text: they are read only to replay it. */
const withoutDeltas = { projection: { 'generation.delta_offsets': 0 } } as const;

/** Messages that one answer of the store brings while a branch is read. */
const branchBatch = 50;

/** Reads `messages`, always within one owner. */
export class MessageRepository {
  private readonly collection: Collection<MessageDocument>;

  constructor(db: Db) {
    this.collection = db.collection<MessageDocument>('messages');
  }

  /** In no particular order; foreign ones are left out. */
  async findByIds(userId: string, ids: readonly string[]): Promise<MessageDocument[]> {
    const known = ids.map(toObjectId).filter(id => id !== null);
    if (known.length === 0) return [];
    return this.collection.find({ _id: { $in: known }, user_id: userId }, withoutDeltas).toArray();
  }

  /** With `generation.delta_offsets`. */
  async findForReplay(userId: string, id: string): Promise<MessageDocument | null> {
    const _id = toObjectId(id);
    return _id === null ? null : this.collection.findOne({ _id, user_id: userId });
  }

  /**
   * One query for all conversations, in no particular order. On an active branch depths have no gaps, so the range of depths bounds
   * what is read of each conversation.
   */
  async findBranchPages({ userId, conversationIds, after, limit }: BranchPageQuery): Promise<MessageDocument[]> {
    return this.collection
      .find(
        {
          conversation_id: { $in: conversationIds.map(toObjectId).filter(id => id !== null) },
          on_active_branch: true,
          depth: { $gt: after, $lte: after + limit },
          user_id: userId,
        },
        withoutDeltas,
      )
      .toArray();
  }

  /**
   * The messages of the active branch that a message follows, oldest first: the nearest `limit`, or those among them that have
   * `enoughCharacters` together.
   */
  async findBranchAbove(
    { user_id, conversation_id, depth }: Pick<MessageDocument, 'user_id' | 'conversation_id' | 'depth'>,
    { limit, enoughCharacters }: { limit: number; enoughCharacters: number },
  ): Promise<MessageDocument[]> {
    const nearestFirst = this.collection
      .find(
        { conversation_id, on_active_branch: true, depth: { $gte: depth - limit, $lt: depth }, user_id },
        withoutDeltas,
      )
      .sort({ depth: -1 })
      .batchSize(branchBatch);
    const branch: MessageDocument[] = [];
    let characters = 0;
    for await (const message of nearestFirst) {
      branch.push(message);
      characters += message.content.length;
      if (characters >= enoughCharacters) break;
    }
    return branch.toReversed();
  }

  /** All children of the given parents, ordered by version. */
  async findSiblings(userId: string, keys: readonly SiblingKey[]): Promise<MessageDocument[]> {
    return this.collection
      .find(
        {
          parent_message_id: { $in: keys.map(key => key.parentId) },
          conversation_id: { $in: keys.map(key => key.conversationId) },
          user_id: userId,
        },
        withoutDeltas,
      )
      .sort({ version: 1 })
      .toArray();
  }

  /** Ids of the replies of a conversation that are being made. */
  async findRunningIds(userId: string, conversationId: ObjectId): Promise<string[]> {
    const running = await this.collection
      .find(
        {
          conversation_id: conversationId,
          user_id: userId,
          'generation.lease_expires_at': anyDate,
        },
        { projection: { _id: 1 } },
      )
      .toArray();
    return running.map(({ _id }) => _id.toHexString());
  }
}
