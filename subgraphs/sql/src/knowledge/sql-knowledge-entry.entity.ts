import { ArrayType, DecimalType } from '@mikro-orm/core';
import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DatabaseType } from '../connections/database-type.enum.ts';

/** A question and the SQL that answers it, learnt from feedback. */
@Entity({ tableName: 'sql_knowledge_base' })
export class SqlKnowledgeEntryEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  question!: string;

  @Property({ type: 'text', fieldName: 'sql_query' })
  sql!: string;

  @Enum({ items: () => DatabaseType })
  databaseType!: DatabaseType;

  @Property({ type: 'string', length: 100, nullable: true })
  schemaName: string | null = null;

  @Property({ type: 'string', length: 64, nullable: true })
  schemaHash: string | null = null;

  @Property({ type: 'boolean' })
  isCorrect: boolean = false;

  @Property({ type: 'integer' })
  usageCount: number = 0;

  @Property({ type: 'integer', nullable: true, fieldName: 'avg_execution_time_ms' })
  averageExecutionTimeMs: number | null = null;

  /** Percent, 0 to 100. */
  @Property({ type: new DecimalType('number'), precision: 5, scale: 2, nullable: true })
  successRate: number | null = null;

  @Property({ type: ArrayType })
  tags: string[] = [];

  /** The id of the user it belongs to. */
  @Property({ type: 'string', length: 64 })
  createdBy!: string;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();

  @Property({ type: 'Date', length: 3, onUpdate: () => new Date() })
  updatedAt: Date = new Date();

  @Property({ type: 'Date', nullable: true, length: 3, fieldName: 'last_used' })
  lastUsedAt: Date | null = null;
}
