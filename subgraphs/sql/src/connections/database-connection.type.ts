import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DatabaseType } from './database-type.enum.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A database that a user asks questions about. Its password is never read back.' })
export class DatabaseConnection {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String)
  name!: string;

  @Field(_type => DatabaseType)
  type!: DatabaseType;

  @Field(_type => String)
  host!: string;

  @Field(_type => Int)
  port!: number;

  @Field(_type => String, { nullable: true })
  databaseName!: string | null;

  @Field(_type => String, { nullable: true })
  username!: string | null;

  @Field(_type => Boolean)
  sslEnabled!: boolean;

  @Field(_type => Boolean)
  isActive!: boolean;

  @Field(_type => Date, { nullable: true })
  lastTestedAt!: Date | null;

  @Field(_type => String, { nullable: true })
  lastTestResult!: string | null;

  @Field(_type => Date)
  createdAt!: Date;
}
