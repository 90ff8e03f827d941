import { Field, InputType } from 'type-graphql';

@InputType('CreateApiKeyInput')
export class CreateApiKeyInput {
  @Field(_type => String, { description: '1 to 100 characters.' })
  name!: string;

  @Field(_type => Date, { nullable: true, description: 'Never, when left out.' })
  expiresAt?: Date | null;
}
