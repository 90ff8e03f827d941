import { Field, InputType } from 'type-graphql';

@InputType('RegisterInput')
export class RegisterInput {
  @Field(_type => String, { description: '3 to 50 characters of A-Z, digits, ".", "_", "-".' })
  username!: string;

  @Field(_type => String)
  email!: string;

  @Field(_type => String, { description: '8 to 200 characters, and none of the most common passwords.' })
  password!: string;

  @Field(_type => String, { nullable: true })
  fullName?: string | null;
}
