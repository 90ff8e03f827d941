import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DatabaseType } from './database-type.enum.ts';

/** A database that a user asks questions about. */
@Entity({ tableName: 'database_connections' })
export class DatabaseConnectionEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property({ type: 'string', length: 64 })
  userId!: string;

  @Property({ type: 'string', length: 100 })
  name!: string;

  @Enum({ items: () => DatabaseType })
  type!: DatabaseType;

  @Property({ type: 'string' })
  host!: string;

  @Property({ type: 'integer' })
  port!: number;

  @Property({ type: 'string', length: 100, nullable: true })
  databaseName: string | null = null;

  @Property({ type: 'string', length: 100, nullable: true })
  username: string | null = null;

  /** Read only by what opens the connection, never with the rest of the row. */
  @Property({ type: 'text', nullable: true, lazy: true, hidden: true })
  passwordEncrypted?: string | null;

  @Property({ type: 'boolean' })
  sslEnabled: boolean = false;

  @Property({ type: 'json', nullable: true, lazy: true, hidden: true })
  connectionParams?: Record<string, unknown> | null;

  @Property({ type: 'boolean' })
  isActive: boolean = true;

  @Property({ type: 'Date', nullable: true, length: 3, fieldName: 'last_tested' })
  lastTestedAt: Date | null = null;

  @Property({ type: 'text', nullable: true })
  lastTestResult: string | null = null;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
