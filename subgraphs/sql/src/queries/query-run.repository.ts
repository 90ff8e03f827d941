import type { EntityDictionary } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CreationPosition } from '@polyphony/platform/pagination';
import { QueryRunEntity } from './query-run.entity.ts';

export interface QueryRunRepository {
  /** Those of the ids that belong to the user. */
  findByIds(userId: string, ids: readonly string[]): Promise<QueryRunEntity[]>;
  /** Newest first. */
  findPage(userId: string, page: { after: CreationPosition | null; limit: number }): Promise<QueryRunEntity[]>;
  count(userId: string): Promise<number>;
  /** The user's latest runs of each conversation, newest first, at most `limit` of each. */
  findLatestOfConversations(
    userId: string,
    conversationIds: readonly string[],
    limit: number,
  ): Promise<QueryRunEntity[]>;
}

export function createQueryRunRepository(em: EntityManager): QueryRunRepository {
  return {
    findByIds: (userId, ids) => em.find(QueryRunEntity, { id: { $in: [...ids] }, userId }),

    findPage: (userId, { after, limit }) =>
      em.find(
        QueryRunEntity,
        {
          userId,
          ...(after === null
            ? {}
            : {
                $or: [{ createdAt: { $lt: after.createdAt } }, { createdAt: after.createdAt, id: { $lt: after.id } }],
              }),
        },
        { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit },
      ),

    count: userId => em.count(QueryRunEntity, { userId }),

    async findLatestOfConversations(userId, conversationIds, limit) {
      const rows = await em.execute<EntityDictionary<QueryRunEntity>[]>(
        `SELECT run.* FROM unnest(ARRAY[${conversationIds.map(() => '?').join(', ')}]::text[]) AS conversation (id)
         CROSS JOIN LATERAL (
           SELECT * FROM query_history WHERE conversation_id = conversation.id AND user_id = ?
           ORDER BY created_at DESC, id DESC LIMIT ?
         ) AS run
         ORDER BY run.created_at DESC, run.id DESC`,
        [...conversationIds, userId, limit],
      );
      return rows.map(row => em.map(QueryRunEntity, row));
    },
  };
}
