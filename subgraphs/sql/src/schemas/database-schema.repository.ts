import type { EntityDictionary } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { DatabaseSchemaEntity } from './database-schema.entity.ts';

export interface DatabaseSchemaRepository {
  /** The latest schema of each connection that has one. The caller has checked whose the connections are. */
  findLatest(connectionIds: readonly string[]): Promise<DatabaseSchemaEntity[]>;
}

export function createDatabaseSchemaRepository(em: EntityManager): DatabaseSchemaRepository {
  return {
    async findLatest(connectionIds) {
      const rows = await em.execute<EntityDictionary<DatabaseSchemaEntity>[]>(
        `SELECT DISTINCT ON (connection_id) * FROM database_schemas
         WHERE connection_id IN (${connectionIds.map(() => '?').join(', ')})
         ORDER BY connection_id, last_updated DESC, id DESC`,
        [...connectionIds],
      );
      return rows.map(row => em.map(DatabaseSchemaEntity, row));
    },
  };
}
