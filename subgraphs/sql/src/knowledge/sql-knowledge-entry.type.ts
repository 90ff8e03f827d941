import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DatabaseType } from '../connections/database-type.enum.ts';

@ObjectType({ description: 'A question and the SQL that answers it.' })
export class SqlKnowledgeEntry {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String)
  question!: string;

  @Field(_type => String)
  sql!: string;

  @Field(_type => DatabaseType)
  databaseType!: DatabaseType;

  @Field(_type => String, { nullable: true })
  schemaHash!: string | null;

  @Field(_type => Boolean)
  isCorrect!: boolean;

  @Field(_type => Int)
  usageCount!: number;

  @Field(_type => Float, { nullable: true, description: 'Percent, 0 to 100.' })
  successRate!: number | null;

  @Field(_type => [String])
  tags!: string[];
}
