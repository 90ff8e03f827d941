import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RegisterInput } from '../accounts/registration.input.ts';
import type { UsersContext } from '../context.ts';
import { AuthPayload, toAuthPayload } from './auth-payload.type.ts';
import { LoginInput } from './login.input.ts';

@Resolver()
export class AuthenticationResolver {
  @Mutation(_returns => AuthPayload, { description: 'Makes an account and logs it in.' })
  async register(
    @Arg('input', _type => RegisterInput) input: RegisterInput,
    @Ctx() context: UsersContext,
  ): Promise<AuthPayload> {
    return toAuthPayload(await context.authentication.register(input, context));
  }

  @Mutation(_returns => AuthPayload)
  async login(
    @Arg('input', _type => LoginInput) input: LoginInput,
    @Ctx() context: UsersContext,
  ): Promise<AuthPayload> {
    return toAuthPayload(await context.authentication.login(input, context));
  }

  @Mutation(_returns => AuthPayload, {
    description: 'Trades a refresh token for new tokens. A token that is sent twice ends its session.',
  })
  async refreshSession(
    @Arg('refreshToken', _type => String) refreshToken: string,
    @Ctx() context: UsersContext,
  ): Promise<AuthPayload> {
    return toAuthPayload(await context.authentication.refresh(refreshToken, context));
  }
}
