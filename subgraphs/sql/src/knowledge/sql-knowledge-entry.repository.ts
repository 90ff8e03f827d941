import type { EntityDictionary } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SqlKnowledgeEntryEntity } from './sql-knowledge-entry.entity.ts';

export interface SqlKnowledgeRepository {
  /** The user's entries, most used first. */
  findMostUsed(userId: string, limit: number): Promise<SqlKnowledgeEntryEntity[]>;
  /** The user's entries whose question matches the words of the query, or which are tagged with it; best match first. */
  search(userId: string, query: string, limit: number): Promise<SqlKnowledgeEntryEntity[]>;
}

export function createSqlKnowledgeRepository(em: EntityManager): SqlKnowledgeRepository {
  return {
    findMostUsed: (createdBy, limit) =>
      em.find(SqlKnowledgeEntryEntity, { createdBy }, { orderBy: [{ usageCount: 'desc' }, { id: 'desc' }], limit }),

    async search(userId, query, limit) {
      const rows = await em.execute<EntityDictionary<SqlKnowledgeEntryEntity>[]>(
        `SELECT entry.* FROM sql_knowledge_base AS entry, websearch_to_tsquery('english', ?) AS words
         WHERE entry.created_by = ? AND (to_tsvector('english', entry.question) @@ words OR entry.tags @> ARRAY[?]::text[])
         ORDER BY ts_rank(to_tsvector('english', entry.question), words) DESC, entry.usage_count DESC, entry.id DESC
         LIMIT ?`,
        [query, userId, query, limit],
      );
      return rows.map(row => em.map(SqlKnowledgeEntryEntity, row));
    },
  };
}
