import { Field, InputType } from 'type-graphql';

@InputType('LoginInput')
export class LoginInput {
  @Field(_type => String, { description: 'A username or an email, in any case.' })
  login!: string;

  @Field(_type => String)
  password!: string;
}
