import { Field, ID, ObjectType } from 'type-graphql';
import { JsonScalar } from '@polyphony/platform/graphql';
import { connectionType } from '@polyphony/platform/pagination';
import { User } from '../users/user.type.ts';
import { LogLevelEnum, type LogLevel } from './log-level.ts';

@ObjectType({ description: 'Something that happened in a service, for operators.' })
export class SystemLog {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String)
  service!: string;

  @Field(_type => LogLevelEnum)
  level!: LogLevel;

  @Field(_type => String, { nullable: true })
  action!: string | null;

  @Field(_type => String, { nullable: true })
  message!: string;

  @Field(_type => User, { nullable: true })
  user!: User | null;

  @Field(_type => JsonScalar, { nullable: true })
  context!: Record<string, unknown> | null;

  @Field(_type => String, { nullable: true, description: 'The file or function that wrote it.' })
  source!: string | null;

  @Field(_type => Date)
  createdAt!: Date;
}

export const SystemLogConnection = connectionType('SystemLog', () => SystemLog);
