import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A user, as chat knows one: by id. */
@Directive('@key(fields: "id")')
@ObjectType('User')
export class User {
  @Field(_type => ID)
  id!: string;
}
