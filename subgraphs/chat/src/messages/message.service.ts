import type { ObjectId } from 'mongodb';
import type { ChatModel } from '@polyphony/inference/chat';
import type { Viewer } from '@polyphony/platform/context';
import { AppError, BadUserInputError, ConflictError, NotFoundError } from '@polyphony/platform/errors';
import { checkFirst, decodeCursor, toPage, type Page } from '@polyphony/platform/pagination';
import type { AnnounceConversation } from '../conversations/conversation.events.ts';
import type { ConversationLoader } from '../conversations/conversation.loader.ts';
import type { UploadedFileLoader } from '../files/uploaded-file.loaders.ts';
import { lookUntil } from '../replies/look-until.ts';
import type { ReplyRunner } from '../replies/reply.runner.ts';
import type { ReplyStopper } from '../replies/reply.stopper.ts';
import type { ReplyEvent, ReplyWatcher } from '../replies/reply.watcher.ts';
import { mayBeCommitted } from '../transaction.ts';
import type { MessageDocument } from './message.document.ts';
import { checkSendMessage, type SendMessageInput } from './message.input.ts';
import type { BranchPageLoader, MessageLoader, SiblingLoader } from './message.loaders.ts';
import { isRunning } from './message-status.ts';
import type { RequestQuota } from './request-quota.ts';
import type { StoredTurn, TurnRepository } from './turn.repository.ts';

export interface MessageServiceOptions {
  turns: TurnRepository;
  quota: RequestQuota;
  runner: ReplyRunner;
  stopper: ReplyStopper;
  watcher: ReplyWatcher;
  model: Pick<ChatModel, 'provider' | 'modelId'>;
  announce: AnnounceConversation;
  loaders: {
    conversation: ConversationLoader;
    message: MessageLoader;
    branchPage: BranchPageLoader;
    siblings: SiblingLoader;
    file: UploadedFileLoader;
  };
  settings: { leaseMs: number };
}

/** How long a stop waits for the reply to be saved. Milliseconds. */
const stopWaitMs = 2000;

/** What a viewer may do with messages: with those of their own conversations. */
export class MessageService {
  private readonly options: MessageServiceOptions;

  constructor(options: MessageServiceOptions) {
    this.options = options;
  }

  /**
   * Stores the message with a reply that begins to be generated at once, in this process.
   * @throws BadUserInputError, NotFoundError, ConflictError for an archived conversation, AppError QUOTA_EXCEEDED
   */
  async send(viewer: Viewer, input: SendMessageInput): Promise<StoredTurn> {
    const { quota, turns, runner, announce, model, settings } = this.options;
    const { content, fileIds, useKnowledge } = checkSendMessage(input);
    const conversationId = await this.requireWritable(input.conversationId);
    const files = await this.requireFiles(fileIds);
    if (!runner.isOpen) {
      throw new AppError('The server is shutting down; try again.', { code: 'INFERENCE_UNAVAILABLE' });
    }

    const reservation = await quota.reserve(viewer);
    const { generatorId } = runner;
    const { leaseMs } = settings;
    const turn = await turns
      .append({ userId: viewer.id, conversationId, content, files, useKnowledge, model, generatorId, leaseMs })
      .catch(async (error: unknown) => {
        if (!mayBeCommitted(error)) await quota.refund(viewer, reservation);
        throw error;
      });
    this.options.loaders.conversation.clear(input.conversationId);
    if (turn === null) {
      await quota.refund(viewer, reservation);
      await this.requireWritable(input.conversationId);
      throw new ConflictError('The conversation changed meanwhile; try again.');
    }
    this.options.loaders.conversation.prime(input.conversationId, turn.conversation);
    for (const message of [turn.userMessage, turn.reply]) {
      this.options.loaders.message.prime(message._id.toHexString(), message);
    }
    runner.start({ reply: turn.reply, systemPrompt: turn.conversation.system_prompt });
    await announce(conversationId.toHexString());
    return turn;
  }

  /** @throws NotFoundError also for another user's, and for one of a deleted conversation. */
  async get(id: string): Promise<MessageDocument> {
    const message = await this.find(id);
    if (message === null) throw new NotFoundError('Message');
    return message;
  }

  async find(id: string): Promise<MessageDocument | null> {
    const { loaders } = this.options;
    const message = await loaders.message.load(id);
    if (message === null) return null;
    const conversation = await loaders.conversation.load(message.conversation_id.toHexString());
    return conversation === null ? null : message;
  }

  /** The active branch, oldest first. @throws BadUserInputError naming `first` or `after`. */
  async listBranch(
    conversationId: string,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<MessageDocument>> {
    const rows = await this.options.loaders.branchPage.load({
      conversationId,
      after: after === null || after === undefined ? 0 : readCursor(after),
      limit: checkFirst(first) + 1,
    });
    return toPage(rows, { first, after, position: row => [row.depth] });
  }

  /** All alternatives to a message, itself included. */
  async listVersions(message: {
    conversationId: ObjectId;
    parentId: ObjectId | null;
    role: string;
  }): Promise<MessageDocument[]> {
    const siblings = await this.options.loaders.siblings.load(message);
    return siblings.filter(({ role }) => role === message.role);
  }

  /** Stops a reply wherever it is generated and answers it as it is then; what is finished stays as it is. @throws NotFoundError */
  async stop(viewer: Viewer, id: string): Promise<MessageDocument> {
    const { stopper, watcher, loaders } = this.options;
    const message = await this.get(id);
    if (!isRunning(message.status)) return message;
    await stopper.request(viewer.id, id);
    const look = async () => (await loaders.message.clear(id).load(id)) ?? message;
    return lookUntil(
      async () => {
        const current = await look();
        return (await watcher.endIfDead(current)) ? look() : current;
      },
      ({ status }) => !isRunning(status),
      stopWaitMs,
    );
  }

  /** Replays and follows a reply. @throws NotFoundError, BadUserInputError before the first event. */
  async watch(
    viewer: Viewer,
    { messageId, after, signal }: { messageId: string; after: number; signal: AbortSignal },
  ): Promise<AsyncGenerator<ReplyEvent, void, undefined>> {
    if (after < 0) throw new BadUserInputError('"after" must not be negative.', 'after');
    const message = await this.get(messageId);
    return this.options.watcher.watch({ userId: viewer.id, messageId: message._id.toHexString(), after, signal });
  }

  private async requireWritable(id: string): Promise<ObjectId> {
    const conversation = await this.options.loaders.conversation.load(id);
    if (conversation === null) throw new NotFoundError('Conversation');
    if (conversation.is_archived) {
      throw new ConflictError('The conversation is archived; restore it to continue.', 'conversationId');
    }
    return conversation._id;
  }

  private async requireFiles(ids: string[]): Promise<ObjectId[]> {
    const files = await Promise.all(ids.map(id => this.options.loaders.file.load(id)));
    return files.map((file, index) => {
      if (file === null) throw new BadUserInputError(`There is no uploaded file "${ids[index]}".`, 'fileIds');
      return file._id;
    });
  }
}

function readCursor(cursor: string): number {
  const [depth] = decodeCursor(cursor, 1);
  if (!Number.isSafeInteger(depth)) throw new BadUserInputError('"after" is not a cursor of this list.', 'after');
  return depth as number;
}
