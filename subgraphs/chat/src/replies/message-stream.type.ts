import { JsonScalar } from '@polyphony/platform/graphql';
import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType({ description: 'A piece of a reply. The pieces concatenate to its content.' })
export class TokenDelta {
  @Field(_type => Int, { description: 'Counts the events of one reply from 1; give it as `after` to resume.' })
  sequence!: number;

  @Field(_type => String)
  text!: string;
}

export const ToolCallStatus = { RUNNING: 'running', SUCCEEDED: 'succeeded', FAILED: 'failed' } as const;
export type ToolCallStatus = (typeof ToolCallStatus)[keyof typeof ToolCallStatus];
registerEnumType(ToolCallStatus, { name: 'ToolCallStatus' });

@ObjectType({ description: 'A tool that the model calls while it replies.' })
export class ToolCallUpdate {
  @Field(_type => Int)
  sequence!: number;

  @Field(_type => ID)
  id!: string;

  @Field(_type => String)
  name!: string;

  @Field(_type => ToolCallStatus)
  status!: ToolCallStatus;

  @Field(_type => JsonScalar, { nullable: true })
  arguments!: unknown;

  @Field(_type => String, { nullable: true })
  result!: string | null;

  @Field(_type => String, { nullable: true })
  error!: string | null;
}

@ObjectType({ description: 'The last event: the message is COMPLETE, STOPPED or FAILED.' })
export class MessageFinished {
  @Field(_type => Int)
  sequence!: number;

  /** Resolved as `message`. */
  messageId!: string;
}

export const MessageStreamEvent = createUnionType({
  name: 'MessageStreamEvent',
  types: () => [TokenDelta, ToolCallUpdate, MessageFinished] as const,
});
