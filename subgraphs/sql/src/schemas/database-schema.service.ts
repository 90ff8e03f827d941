import DataLoader from 'dataloader';
import type { DatabaseSchemaEntity } from './database-schema.entity.ts';
import type { DatabaseSchemaRepository } from './database-schema.repository.ts';
import type { DatabaseSchema } from './database-schema.type.ts';

/** Reads the schemas of connections that the viewer was allowed to see. */
export class DatabaseSchemaService {
  readonly #latest: DataLoader<string, DatabaseSchemaEntity | null>;

  constructor(repository: DatabaseSchemaRepository) {
    this.#latest = new DataLoader(async connectionIds => {
      const rows = await repository.findLatest(connectionIds);
      const byConnection = new Map(rows.map(row => [row.connectionId, row]));
      return connectionIds.map(id => byConnection.get(id) ?? null);
    });
  }

  /** Null for a connection whose schema was never read. */
  async findLatest(connectionId: string): Promise<DatabaseSchema | null> {
    const entity = await this.#latest.load(connectionId);
    return entity === null ? null : toGraph(entity);
  }
}

function toGraph(entity: DatabaseSchemaEntity): DatabaseSchema {
  return {
    hash: entity.schemaHash,
    tableCount: entity.tableCount,
    columnCount: entity.totalColumns,
    updatedAt: entity.lastUpdatedAt,
    tables: entity.schemaJson.tables.map(table => ({
      name: table.name,
      columns: table.columns.map(column => ({
        name: column.name,
        type: column.type,
        isNullable: column.is_nullable,
        isPrimaryKey: column.is_primary_key,
        references: column.references,
      })),
    })),
  };
}
