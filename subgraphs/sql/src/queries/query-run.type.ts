import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { JsonScalar } from '@polyphony/platform/graphql';
import { connectionType } from '@polyphony/platform/pagination';
import { QueryFeedback, QuerySource, QueryStatus } from './query-run.enums.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A question that was asked, or SQL that was run, and what became of it.' })
export class QueryRun {
  @Field(_type => ID)
  id!: string;

  /** The database it asks; not shown as such. */
  connectionId!: string | null;

  @Field(_type => String, { nullable: true })
  question!: string | null;

  @Field(_type => String, { nullable: true })
  sql!: string | null;

  @Field(_type => QueryStatus)
  status!: QueryStatus;

  @Field(_type => QuerySource)
  source!: QuerySource;

  @Field(_type => Float, { nullable: true, description: 'To the question of the knowledge it came from, 0 to 1.' })
  similarity!: number | null;

  @Field(_type => String, { nullable: true })
  explanation!: string | null;

  @Field(_type => [String])
  columns!: string[];

  @Field(_type => [JsonScalar], { description: 'The first rows of the result.' })
  rows!: unknown[];

  @Field(_type => Int, { nullable: true })
  rowsReturned!: number | null;

  @Field(_type => Int, { nullable: true })
  executionTimeMs!: number | null;

  @Field(_type => String, { nullable: true })
  error!: string | null;

  @Field(_type => QueryFeedback, { nullable: true })
  feedback!: QueryFeedback | null;

  @Field(_type => Date)
  createdAt!: Date;
}

export const QueryRunConnection = connectionType('QueryRun', () => QueryRun);
