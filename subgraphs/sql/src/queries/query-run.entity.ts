import { ArrayType } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DatabaseConnectionEntity } from '../connections/database-connection.entity.ts';
import { SqlKnowledgeEntryEntity } from '../knowledge/sql-knowledge-entry.entity.ts';
import { QueryFeedback, QuerySource, QueryStatus } from './query-run.enums.ts';

/** A question that was asked, or SQL that was run, and what became of it. */
@Entity({ tableName: 'query_history' })
export class QueryRunEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property({ type: 'string', length: 64 })
  userId!: string;

  @ManyToOne(() => DatabaseConnectionEntity, {
    fieldName: 'connection_id',
    mapToPk: true,
    nullable: true,
    deleteRule: 'set null',
  })
  connectionId: string | null = null;

  @Property({ type: 'string', length: 64, nullable: true })
  conversationId: string | null = null;

  @Property({ type: 'text', nullable: true })
  question: string | null = null;

  @Property({ type: 'text', nullable: true, fieldName: 'sql_query' })
  sql: string | null = null;

  @Enum({ items: () => QueryStatus })
  status!: QueryStatus;

  @Enum({ items: () => QuerySource })
  source!: QuerySource;

  /** Of the question to that of the matched knowledge entry, 0 to 1. */
  @Property({ type: 'double', nullable: true })
  similarity: number | null = null;

  @Property({ type: 'text', nullable: true })
  explanation: string | null = null;

  @Property({ type: ArrayType })
  resultColumns: string[] = [];

  /** The first rows of the result. */
  @Property({ type: 'json' })
  resultPreview: unknown[] = [];

  @Property({ type: 'integer', nullable: true })
  rowsReturned: number | null = null;

  @Property({ type: 'integer', nullable: true })
  executionTimeMs: number | null = null;

  @Property({ type: 'text', nullable: true })
  errorMessage: string | null = null;

  @ManyToOne(() => SqlKnowledgeEntryEntity, {
    fieldName: 'kb_match_id',
    mapToPk: true,
    nullable: true,
    deleteRule: 'set null',
  })
  knowledgeMatchId: string | null = null;

  @Enum({ items: () => QueryFeedback, nullable: true })
  feedback: QueryFeedback | null = null;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
