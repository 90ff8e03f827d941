import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A conversation, as far as this subgraph knows one: by id. Whose it is, its rows tell: each carries the id of its user. */
@Directive('@key(fields: "id")')
@ObjectType('Conversation')
export class Conversation {
  @Field(_type => ID)
  id!: string;
}
