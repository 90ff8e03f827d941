import { ObjectId } from 'mongodb';
import type { Viewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import { eventStream, type EventBus } from '@polyphony/platform/events';
import { checkFirst, creationPosition, readCreationPosition, toPage, type Page } from '@polyphony/platform/pagination';
import { requiredText } from '../input.ts';
import { toObjectId } from '@polyphony/platform/mongo';
import type { MessageRepository } from '../messages/message.repository.ts';
import type { ReplyStopper } from '../replies/reply.stopper.ts';
import type { ConversationDocument } from './conversation.document.ts';
import {
  conversationUpdatedTopic,
  type AnnounceConversation,
  type ConversationUpdated,
} from './conversation.events.ts';
import { checkStartConversation, type StartConversationInput } from './conversation.input.ts';
import type { ConversationLoader } from './conversation.loader.ts';
import type { ConversationRepository } from './conversation.repository.ts';
import type { ConversationSearch } from './conversation.search.ts';

export interface ConversationServiceOptions {
  conversations: ConversationRepository;
  search: ConversationSearch;
  messages: Pick<MessageRepository, 'findRunningIds'>;
  stopper: Pick<ReplyStopper, 'request'>;
  loader: ConversationLoader;
  events: EventBus;
  announce: AnnounceConversation;
  /** Ids of the configured models, the default one first. */
  models: readonly [string, ...string[]];
  settings: { restorableDays: number };
}

const maxQueryCharacters = 200;
const maxSearchResults = 100;
const dayMs = 24 * 60 * 60 * 1000;

/** What a viewer may do with conversations: with their own, everything; with others' nothing, whatever their role. */
export class ConversationService {
  private readonly options: ConversationServiceOptions;

  constructor(options: ConversationServiceOptions) {
    this.options = options;
  }

  /** @throws BadUserInputError */
  async start(viewer: Viewer, input: StartConversationInput): Promise<ConversationDocument> {
    const { title, model, systemPrompt, tags } = checkStartConversation(input, this.options.models);
    const now = new Date();
    const document: ConversationDocument = {
      _id: new ObjectId(),
      user_id: viewer.id,
      title,
      model,
      system_prompt: systemPrompt,
      total_messages: 0,
      total_tokens: 0,
      is_archived: false,
      tags,
      metadata: {},
      active_leaf_id: null,
      active_depth: 0,
      deleted_at: null,
      created_at: now,
      updated_at: now,
    };
    await this.options.conversations.insert(document);
    return document;
  }

  /** @throws NotFoundError also for another user's. */
  async get(id: string): Promise<ConversationDocument> {
    const conversation = await this.options.loader.load(id);
    if (conversation === null) throw new NotFoundError('Conversation');
    return conversation;
  }

  /** Newest first. @throws BadUserInputError naming `first` or `after`. */
  async list(
    viewer: Viewer,
    { first, after, archived }: { first: number; after?: string | null; archived: boolean },
  ): Promise<Page<ConversationDocument>> {
    const rows = await this.options.conversations.findPage({
      userId: viewer.id,
      archived,
      limit: checkFirst(first) + 1,
      after: readCreationPosition(after, toObjectId),
    });
    for (const row of rows) this.options.loader.prime(row._id.toHexString(), row);
    return toPage(rows, {
      first,
      after,
      position: row => creationPosition({ createdAt: row.created_at, id: row._id.toHexString() }),
    });
  }

  count(viewer: Viewer, archived: boolean): Promise<number> {
    return this.options.conversations.count(viewer.id, archived);
  }

  /** Best first, archived ones included. @throws BadUserInputError */
  async search(viewer: Viewer, query: string, first: number): Promise<ConversationDocument[]> {
    checkFirst(first, maxSearchResults);
    const text = requiredText(query, 'query', { maxCharacters: maxQueryCharacters });
    // Deleted conversations keep their messages for a while: the spare ones take their places.
    const ids = await this.options.search.find(viewer.id, text, first * 2);
    const found = await Promise.all(ids.map(id => this.options.loader.load(id)));
    return found.filter(conversation => conversation !== null).slice(0, first);
  }

  /** An archived conversation is read-only; a reply that runs is finished. @throws NotFoundError */
  async archive(viewer: Viewer, id: string): Promise<ConversationDocument> {
    return this.changed(await this.options.conversations.setArchived(viewer.id, id, true, new Date()));
  }

  /**
   * Undoes a deletion of the last days, or else the archiving; a deleted archive comes back archived.
   * @throws NotFoundError also when the deletion is too long ago
   */
  async restore(viewer: Viewer, id: string): Promise<ConversationDocument> {
    const { conversations, settings } = this.options;
    const now = new Date();
    const cutoff = new Date(now.getTime() - settings.restorableDays * dayMs);
    const undeleted = await conversations.undelete(viewer.id, id, cutoff, now);
    return this.changed(undeleted ?? (await conversations.setArchived(viewer.id, id, false, now)));
  }

  /** Stops its replies; it can be restored for some days. @throws NotFoundError */
  async delete(viewer: Viewer, id: string): Promise<void> {
    const { conversations, messages, stopper, announce, loader } = this.options;
    const deleted = await conversations.markDeleted(viewer.id, id, new Date());
    if (deleted === null) throw new NotFoundError('Conversation');
    loader.clear(id);
    const running = await messages.findRunningIds(viewer.id, deleted._id);
    await Promise.all(running.map(messageId => stopper.request(viewer.id, messageId)));
    // Not the id as it was given: in capitals it would be another topic.
    await announce(deleted._id.toHexString(), { deleted: true });
  }

  /** One event for each change from now on; ends when the conversation is deleted. @throws NotFoundError */
  async watch(id: string, signal: AbortSignal): Promise<AsyncGenerator<ConversationUpdated, void>> {
    // Also without a store behind it an id must be one: it becomes part of a topic's name.
    if (toObjectId(id) === null) throw new NotFoundError('Conversation');
    const updates = await eventStream(this.options.events, conversationUpdatedTopic(id), {
      signal,
      overflow: 'latest',
    });
    try {
      await this.get(id);
    } catch (error) {
      await updates.return();
      throw error;
    }
    return untilDeleted(updates);
  }

  private async changed(conversation: ConversationDocument | null): Promise<ConversationDocument> {
    if (conversation === null) throw new NotFoundError('Conversation');
    const id = conversation._id.toHexString();
    this.options.loader.clear(id).prime(id, conversation);
    await this.options.announce(id);
    return conversation;
  }
}

async function* untilDeleted(
  updates: AsyncGenerator<ConversationUpdated, void>,
): AsyncGenerator<ConversationUpdated, void> {
  for await (const update of updates) {
    if (update.deleted) return;
    yield update;
  }
}
