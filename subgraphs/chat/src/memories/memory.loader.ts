import DataLoader from 'dataloader';
import type { Viewer } from '@polyphony/platform/context';
import type { MemoryDocument } from './memory.document.ts';
import type { MemoryRepository } from './memory.repository.ts';

/** The memories of each conversation, by the conversation's id. */
export type ConversationMemoriesLoader = DataLoader<string, MemoryDocument[]>;

export const createConversationMemoriesLoader = (
  memories: MemoryRepository,
  viewer: () => Viewer,
): ConversationMemoriesLoader =>
  new DataLoader(async ids => {
    const found = await memories.findByConversations(viewer().id, ids, new Date());
    const byConversation = Map.groupBy(found, memory => memory.conversation_id?.toHexString() ?? '');
    return ids.map(id => byConversation.get(id) ?? []);
  });
