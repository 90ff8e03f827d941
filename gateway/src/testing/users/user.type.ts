import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType()
@Directive('@key(fields: "id")')
export class User {
  @Field(_type => ID)
  id!: string;

  @Field()
  username!: string;

  @Field(_type => String, { nullable: true })
  nickname!: string | null;
}
