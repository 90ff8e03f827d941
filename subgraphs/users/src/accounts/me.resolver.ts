import { requireViewer } from '@polyphony/platform/context';
import { UnauthenticatedError } from '@polyphony/platform/errors';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context.ts';
import { toUser, User } from './user.type.ts';

@Resolver(_of => User)
export class MeResolver {
  @Query(_returns => User, { description: 'Who is asking.' })
  async me(@Ctx() { viewer, userLoader }: UsersContext): Promise<User> {
    const user = await userLoader.load(requireViewer(viewer).id);
    if (user === null || !user.is_active) throw new UnauthenticatedError('This account is not active.');
    return toUser(user);
  }
}
