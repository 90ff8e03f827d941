import { Field, ObjectType } from 'type-graphql';
import { toUser, User } from '../accounts/user.type.ts';
import type { Authentication } from './authentication.service.ts';

@ObjectType('AuthPayload')
export class AuthPayload {
  @Field(_type => User)
  user!: User;

  @Field(_type => String, { description: 'For the header `authorization: Bearer ...`.' })
  accessToken!: string;

  @Field(_type => String, { description: 'Good for one call of refreshSession.' })
  refreshToken!: string;

  @Field(_type => Date, { description: 'When the access token expires.' })
  expiresAt!: Date;
}

export function toAuthPayload({ user, ...tokens }: Authentication): AuthPayload {
  return { user: toUser(user), ...tokens };
}
