import { createUnionType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType('User')
@Directive('@key(fields: "id")')
export class UserStub {
  @Field(_type => ID)
  id!: string;
}

@ObjectType()
@Directive('@key(fields: "id")')
export class Conversation {
  @Field(_type => ID)
  id!: string;

  @Field()
  title!: string;

  @Field(_type => UserStub)
  user!: UserStub;

  @Field(_type => UserStub, { nullable: true })
  reviewer!: UserStub | null;

  @Field(_type => [UserStub])
  members!: UserStub[];
}

@ObjectType()
export class TokenDelta {
  @Field(_type => Int)
  sequence!: number;

  @Field()
  text!: string;
}

@ObjectType()
export class MessageFinished {
  @Field(_type => Int)
  sequence!: number;

  @Field(_type => Conversation)
  conversation!: Conversation;
}

export const MessageStreamEvent = createUnionType({
  name: 'MessageStreamEvent',
  types: () => [TokenDelta, MessageFinished] as const,
  resolveType: value => ('text' in value ? TokenDelta : MessageFinished),
});
