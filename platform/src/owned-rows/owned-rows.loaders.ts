import DataLoader from 'dataloader';
import { isUuid } from '../postgres/index.ts';
import type { OwnedRow, OwnedRows } from './owned-rows.repository.ts';

/** A conversation shows this many of its latest rows; all of them are paged on the user. */
const maxOfConversation = 100;

export interface OwnedLoaders<Row extends OwnedRow> {
  /** Null for rows of others. */
  byId: DataLoader<string, Row | null>;
  /** Newest first. */
  byConversationId: DataLoader<string, Row[]>;
}

/** Loaders of the viewer's rows; they find nothing when nobody is logged in. */
export function createOwnedLoaders<Row extends OwnedRow>(
  rows: OwnedRows<Row>,
  viewerId: string | null,
): OwnedLoaders<Row> {
  return {
    byId: new DataLoader(async ids => {
      const known = ids.filter(isUuid);
      const found = viewerId === null || known.length === 0 ? [] : await rows.findByIds(viewerId, known);
      const byId = new Map(found.map(row => [row.id, row]));
      return ids.map(id => byId.get(id.toLowerCase()) ?? null);
    }),
    byConversationId: new DataLoader(async conversationIds => {
      const found =
        viewerId === null ? [] : await rows.findLatestOfConversations(viewerId, conversationIds, maxOfConversation);
      const byConversation = Map.groupBy(found, row => row.conversationId);
      return conversationIds.map(id => byConversation.get(id) ?? []);
    }),
  };
}
