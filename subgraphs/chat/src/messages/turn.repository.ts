import { ObjectId, type ClientSession, type Collection, type Db, type MongoClient } from 'mongodb';
import type { ConversationDocument } from '../conversations/conversation.document.ts';
import { titleFrom } from '../conversations/conversation.title.ts';
import type { UploadedFileDocument } from '../files/uploaded-file.document.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import { inTransaction } from '../transaction.ts';
import { newMessage } from './new-message.ts';
import type { MessageDocument } from './message.document.ts';
import { MessageRole } from './message-role.ts';
import { MessageStatus } from './message-status.ts';

export interface NewTurn {
  userId: string;
  conversationId: ObjectId;
  content: string;
  files: readonly ObjectId[];
  useKnowledge: boolean;
  model: { provider: string; modelId: string };
  /** The process that will write the reply, and how long it may be silent. */
  generatorId: string;
  leaseMs: number;
}

export interface StoredTurn {
  conversation: ConversationDocument;
  userMessage: MessageDocument;
  reply: MessageDocument;
}

/** Stores a user's message together with the reply to come. */
export class TurnRepository {
  private readonly client: MongoClient;
  private readonly conversations: Collection<ConversationDocument>;
  private readonly messages: Collection<MessageDocument>;
  private readonly files: Collection<UploadedFileDocument>;

  private readonly queue: KeyedQueue;

  /** `queue` orders the transactions of this process by conversation, so that they do not collide and start over. */
  constructor(db: Db, queue: KeyedQueue) {
    this.client = db.client;
    this.queue = queue;
    this.conversations = db.collection<ConversationDocument>('conversations');
    this.messages = db.collection<MessageDocument>('messages');
    this.files = db.collection<UploadedFileDocument>('uploaded_files');
  }

  /**
   * All or nothing: both messages, the counters, the move of the active leaf. The leaf is moved first, so that concurrent turns
   * collide there and queue up instead of growing from the same message.
   * @returns null when the conversation is gone or archived
   */
  append(turn: NewTurn): Promise<StoredTurn | null> {
    return this.queue.run(turn.conversationId.toHexString(), () => this.appendInTransaction(turn));
  }

  private appendInTransaction(turn: NewTurn): Promise<StoredTurn | null> {
    const userMessageId = new ObjectId();
    const replyId = new ObjectId();
    return inTransaction(this.client, async session => {
      // Read anew by each attempt: a turn that had to queue up must not begin with a lease that is over.
      const now = new Date();
      const before = await this.moveLeaf(turn, replyId, now, session);
      if (before === null) return null;
      const owner = { ...turn, now };
      const userMessage: MessageDocument = {
        ...newMessage(owner, { parentId: before.active_leaf_id, depth: before.active_depth + 1 }),
        _id: userMessageId,
        role: MessageRole.USER,
        content: turn.content,
        files: [...turn.files],
        finished_at: now,
      };
      const reply: MessageDocument = {
        ...newMessage(owner, { parentId: userMessageId, depth: before.active_depth + 2 }),
        _id: replyId,
        role: MessageRole.ASSISTANT,
        status: MessageStatus.PENDING,
        model: turn.model.modelId,
        provider: turn.model.provider,
        generation: {
          generator_id: turn.generatorId,
          lease_expires_at: new Date(now.getTime() + turn.leaseMs),
          started_at: null,
          stop_requested: false,
          use_knowledge: turn.useKnowledge,
          delta_offsets: [],
          usage_retry_at: null,
        },
      };
      await this.messages.insertMany([userMessage, reply], { session });
      const title = before.title ?? titleFrom(turn.content);
      if (before.title === null) {
        await this.conversations.updateOne({ _id: before._id }, { $set: { title } }, { session });
      }
      if (turn.files.length > 0) {
        await this.files.updateMany(
          { _id: { $in: [...turn.files] }, user_id: turn.userId, conversation_id: null },
          { $set: { conversation_id: before._id } },
          { session },
        );
      }
      const conversation: ConversationDocument = {
        ...before,
        title,
        active_leaf_id: replyId,
        active_depth: before.active_depth + 2,
        total_messages: before.total_messages + 2,
        updated_at: now,
      };
      return { conversation, userMessage, reply };
    });
  }

  private moveLeaf(
    { conversationId, userId }: NewTurn,
    leafId: ObjectId,
    now: Date,
    session: ClientSession,
  ): Promise<ConversationDocument | null> {
    return this.conversations.findOneAndUpdate(
      { _id: conversationId, user_id: userId, deleted_at: null, is_archived: false },
      {
        $set: { active_leaf_id: leafId, updated_at: now },
        $inc: { active_depth: 2, total_messages: 2 },
      },
      { session, returnDocument: 'before' },
    );
  }
}
