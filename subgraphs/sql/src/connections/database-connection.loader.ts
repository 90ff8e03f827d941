import DataLoader from 'dataloader';
import { isUuid } from '@polyphony/platform/postgres';
import type { DatabaseConnectionEntity } from './database-connection.entity.ts';
import type { DatabaseConnectionRepository } from './database-connection.repository.ts';

/** Connections of the viewer by id; null for those of others, for all when nobody is logged in. */
export function createDatabaseConnectionLoader(repository: DatabaseConnectionRepository, viewerId: string | null) {
  return new DataLoader<string, DatabaseConnectionEntity | null>(async ids => {
    const known = viewerId === null ? [] : ids.filter(isUuid);
    const rows = viewerId === null || known.length === 0 ? [] : await repository.findByIds(viewerId, known);
    const byId = new Map(rows.map(row => [row.id, row]));
    return ids.map(id => byId.get(id.toLowerCase()) ?? null);
  });
}

/** The connections of each user. */
export function createUserConnectionsLoader(repository: DatabaseConnectionRepository) {
  return new DataLoader<string, DatabaseConnectionEntity[]>(async userIds => {
    const byUser = Map.groupBy(await repository.findByUserIds(userIds), row => row.userId);
    return userIds.map(userId => byUser.get(userId) ?? []);
  });
}
