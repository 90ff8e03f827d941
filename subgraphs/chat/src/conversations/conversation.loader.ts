import DataLoader from 'dataloader';
import type { Viewer } from '@polyphony/platform/context';
import type { ConversationDocument } from './conversation.document.ts';
import type { ConversationRepository } from './conversation.repository.ts';

/** The viewer's conversations by id; null for those that are deleted, foreign or were never there. */
export type ConversationLoader = DataLoader<string, ConversationDocument | null>;

export const createConversationLoader = (
  conversations: Pick<ConversationRepository, 'findByIds'>,
  viewer: () => Viewer,
): ConversationLoader =>
  new DataLoader(async ids => {
    const found = await conversations.findByIds(viewer().id, ids);
    const byId = new Map(found.map(conversation => [conversation._id.toHexString(), conversation]));
    return ids.map(id => byId.get(id) ?? null);
  });
