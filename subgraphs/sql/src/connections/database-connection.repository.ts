import type { EntityManager } from '@mikro-orm/postgresql';
import { DatabaseConnectionEntity } from './database-connection.entity.ts';

/** More than a person keeps; a bound, so that no list is endless. */
const maxConnections = 500;

export interface DatabaseConnectionRepository {
  /** Those of the ids that belong to the user. */
  findByIds(userId: string, ids: readonly string[]): Promise<DatabaseConnectionEntity[]>;
  /** Of all these users, oldest first, at most 500 of each. */
  findByUserIds(userIds: readonly string[]): Promise<DatabaseConnectionEntity[]>;
}

export function createDatabaseConnectionRepository(em: EntityManager): DatabaseConnectionRepository {
  return {
    findByIds: (userId, ids) => em.find(DatabaseConnectionEntity, { id: { $in: [...ids] }, userId }),
    findByUserIds: userIds =>
      em.find(
        DatabaseConnectionEntity,
        { userId: { $in: [...userIds] } },
        { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], limit: maxConnections * userIds.length },
      ),
  };
}
