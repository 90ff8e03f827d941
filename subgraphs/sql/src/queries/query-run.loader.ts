import DataLoader from 'dataloader';
import { isUuid } from '@polyphony/platform/postgres';
import type { QueryRunEntity } from './query-run.entity.ts';
import type { QueryRunRepository } from './query-run.repository.ts';

/** A conversation shows this many of its latest runs; the whole history is paged on the user. */
const maxRunsOfConversation = 100;

/** Runs of the viewer by id; null for those of others, for all when nobody is logged in. */
export function createQueryRunLoader(repository: QueryRunRepository, viewerId: string | null) {
  return new DataLoader<string, QueryRunEntity | null>(async ids => {
    const known = viewerId === null ? [] : ids.filter(isUuid);
    const rows = viewerId === null || known.length === 0 ? [] : await repository.findByIds(viewerId, known);
    const byId = new Map(rows.map(row => [row.id, row]));
    return ids.map(id => byId.get(id.toLowerCase()) ?? null);
  });
}

/** The viewer's runs of each conversation, newest first. */
export function createConversationRunsLoader(repository: QueryRunRepository, viewerId: string | null) {
  return new DataLoader<string, QueryRunEntity[]>(async conversationIds => {
    const rows =
      viewerId === null
        ? []
        : await repository.findLatestOfConversations(viewerId, conversationIds, maxRunsOfConversation);
    const byConversation = Map.groupBy(rows, row => row.conversationId);
    return conversationIds.map(id => byConversation.get(id) ?? []);
  });
}
