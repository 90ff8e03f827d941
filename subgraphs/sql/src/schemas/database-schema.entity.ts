import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DatabaseConnectionEntity } from '../connections/database-connection.entity.ts';
import type { SchemaJson } from './schema.json.ts';

/** What a database looked like at some time. */
@Entity({ tableName: 'database_schemas' })
export class DatabaseSchemaEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @ManyToOne(() => DatabaseConnectionEntity, { fieldName: 'connection_id', mapToPk: true, deleteRule: 'cascade' })
  connectionId!: string;

  @Property({ type: 'json' })
  schemaJson!: SchemaJson;

  /** Unique per connection: two connections may have the same schema. */
  @Property({ type: 'string', length: 64 })
  schemaHash!: string;

  @Property({ type: 'integer' })
  tableCount!: number;

  @Property({ type: 'integer' })
  totalColumns!: number;

  /** When it was last found to be so. */
  @Property({ type: 'Date', length: 3, fieldName: 'last_updated' })
  lastUpdatedAt: Date = new Date();

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
