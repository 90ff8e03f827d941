import type { EntityDictionary, EntityName, FilterQuery, FindOptions } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CreationPosition } from '../pagination/index.ts';
import { comesAfter, newestFirst } from './newest-first.ts';

/** Rows that belong to a user and perhaps to a conversation. */
export interface OwnedRow {
  id: string;
  userId: string;
  conversationId: string | null;
  createdAt: Date;
}

/** The reads of such rows. None answers a row of another user. */
export interface OwnedRows<Row extends OwnedRow> {
  findByIds(userId: string, ids: readonly string[]): Promise<Row[]>;
  /** Newest first. */
  findPage(userId: string, page: { after: CreationPosition | null; limit: number }): Promise<Row[]>;
  count(userId: string): Promise<number>;
  /** The latest rows of each conversation, newest first, at most `limit` of each. */
  findLatestOfConversations(userId: string, conversationIds: readonly string[], limit: number): Promise<Row[]>;
}

/** Reads an entity's table, whose columns have our names: `user_id`, `conversation_id`, `created_at`. */
export function createOwnedRows<Row extends OwnedRow>(em: EntityManager, entity: EntityName<Row>): OwnedRows<Row> {
  const { tableName } = em.getMetadata(entity);
  const ofUser = (userId: string, condition: object = {}) => ({ userId, ...condition }) as FilterQuery<Row>;
  return {
    findByIds: (userId, ids) => em.find(entity, ofUser(userId, { id: { $in: [...ids] } })),
    findPage: (userId, { after, limit }) =>
      em.find(entity, ofUser(userId, comesAfter(after)), {
        orderBy: newestFirst as FindOptions<Row>['orderBy'],
        limit,
      }),
    count: userId => em.count(entity, ofUser(userId)),
    async findLatestOfConversations(userId, conversationIds, limit) {
      const rows = await em.execute<EntityDictionary<Row>[]>(
        `SELECT latest.* FROM unnest(ARRAY[${conversationIds.map(() => '?').join(', ')}]::text[]) AS conversation (id)
         CROSS JOIN LATERAL (
           SELECT * FROM ${tableName} WHERE conversation_id = conversation.id AND user_id = ?
           ORDER BY created_at DESC, id DESC LIMIT ?
         ) AS latest
         ORDER BY latest.created_at DESC, latest.id DESC`,
        [...conversationIds, userId, limit],
      );
      return rows.map(row => em.map(entity, row));
    },
  };
}
