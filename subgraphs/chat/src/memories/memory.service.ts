import { ObjectId } from 'mongodb';
import type { Viewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import type { ConversationLoader } from '../conversations/conversation.loader.ts';
import { optionalText } from '../input.ts';
import type { MemoryDocument } from './memory.document.ts';
import { checkCreateMemory, type CreateMemoryInput } from './memory.input.ts';
import type { MemoryRepository } from './memory.repository.ts';

const maxQueryCharacters = 200;

/** What a viewer may do with memories: with their own, everything. */
export class MemoryService {
  private readonly memories: MemoryRepository;
  private readonly conversations: ConversationLoader;

  constructor({ memories, conversations }: { memories: MemoryRepository; conversations: ConversationLoader }) {
    this.memories = memories;
    this.conversations = conversations;
  }

  /** @throws BadUserInputError, or NotFoundError for a conversation that is not the viewer's. */
  async create(viewer: Viewer, input: CreateMemoryInput): Promise<MemoryDocument> {
    const now = new Date();
    const checked = checkCreateMemory(input, now);
    const { conversationId = null } = input;
    const conversation = conversationId === null ? null : await this.conversations.load(conversationId);
    if (conversationId !== null && conversation === null) throw new NotFoundError('Conversation');
    const document: MemoryDocument = {
      _id: new ObjectId(),
      user_id: viewer.id,
      conversation_id: conversation?._id ?? null,
      memory_type: checked.kind,
      content: checked.content,
      question: checked.question,
      context: checked.context,
      importance: checked.importance,
      rating: checked.rating,
      tags: checked.tags,
      metadata: {},
      created_at: now,
      updated_at: now,
      expires_at: checked.expiresAt,
    };
    await this.memories.insert(document);
    return document;
  }

  /** Newest first, at most 200. @throws BadUserInputError for a query that is too long. */
  async list(viewer: Viewer, query: string | null | undefined): Promise<MemoryDocument[]> {
    const text = optionalText(query, 'query', { maxCharacters: maxQueryCharacters });
    return this.memories.find(viewer.id, text?.trim() ?? null, new Date());
  }

  /** @throws NotFoundError */
  async delete(viewer: Viewer, id: string): Promise<void> {
    if (!(await this.memories.delete(viewer.id, id))) throw new NotFoundError('Memory');
  }
}
