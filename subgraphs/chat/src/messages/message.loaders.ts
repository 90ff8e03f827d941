import DataLoader from 'dataloader';
import type { Viewer } from '@polyphony/platform/context';
import type { MessageDocument } from './message.document.ts';
import type { MessageRepository, SiblingKey } from './message.repository.ts';

/** The viewer's messages by id. */
export type MessageLoader = DataLoader<string, MessageDocument | null>;

export const createMessageLoader = (messages: MessageRepository, viewer: () => Viewer): MessageLoader =>
  new DataLoader(async ids => {
    const found = await messages.findByIds(viewer().id, ids);
    const byId = new Map(found.map(message => [message._id.toHexString(), message]));
    return ids.map(id => byId.get(id) ?? null);
  });

export interface BranchPageKey {
  conversationId: string;
  /** The depth after which the page begins. */
  after: number;
  /** Messages to read. */
  limit: number;
}

/** Pages of active branches: one query for all conversations whose pages have the same bounds. Primes the message loader. */
export type BranchPageLoader = DataLoader<BranchPageKey, MessageDocument[], string>;

export const createBranchPageLoader = (
  messages: MessageRepository,
  byId: MessageLoader,
  viewer: () => Viewer,
): BranchPageLoader =>
  new DataLoader(
    async keys => {
      const pages = new Map<string, MessageDocument[]>();
      const sameBounds = Map.groupBy(keys, ({ after, limit }) => `${after}/${limit}`);
      await Promise.all(
        [...sameBounds.values()].map(async group => {
          const { after, limit } = group[0]!;
          const found = await messages.findBranchPages({
            userId: viewer().id,
            conversationIds: group.map(key => key.conversationId),
            after,
            limit,
          });
          for (const message of found) byId.prime(message._id.toHexString(), message);
          const byConversation = Map.groupBy(found, message => message.conversation_id.toHexString());
          for (const key of group) {
            const page = byConversation.get(key.conversationId) ?? [];
            pages.set(
              keyOf(key),
              page.toSorted((left, right) => left.depth - right.depth),
            );
          }
        }),
      );
      return keys.map(key => pages.get(keyOf(key)) ?? []);
    },
    { cacheKeyFn: keyOf },
  );

const keyOf = ({ conversationId, after, limit }: BranchPageKey) => `${conversationId}/${after}/${limit}`;

/** All children of a parent, or the roots of a conversation; ordered by version. */
export type SiblingLoader = DataLoader<SiblingKey, MessageDocument[], string>;

export const createSiblingLoader = (messages: MessageRepository, viewer: () => Viewer): SiblingLoader =>
  new DataLoader(
    async keys => {
      const found = await messages.findSiblings(viewer().id, keys);
      const byParent = Map.groupBy(found, message =>
        siblingKeyOf({ conversationId: message.conversation_id, parentId: message.parent_message_id }),
      );
      return keys.map(key => byParent.get(siblingKeyOf(key)) ?? []);
    },
    { cacheKeyFn: siblingKeyOf },
  );

const siblingKeyOf = ({ conversationId, parentId }: SiblingKey) =>
  `${conversationId.toHexString()}/${parentId?.toHexString() ?? ''}`;
