import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Whether a service and the engines it needs are usable.' })
export class ServiceHealth {
  @Field(_type => String)
  service!: string;

  @Field(_type => Boolean)
  healthy!: boolean;

  @Field(_type => String, { nullable: true, description: 'Why it is not. For administrators.' })
  detail!: string | null;
}
