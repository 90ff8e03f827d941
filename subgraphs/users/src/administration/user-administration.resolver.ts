import type { AccountRole as Role } from '@polyphony/platform/context';
import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { AccountRole } from '../accounts/account-role.type.ts';
import { toUser, User } from '../accounts/user.type.ts';
import type { UsersContext } from '../context.ts';

@Resolver(_of => User)
export class UserAdministrationResolver {
  @Mutation(_returns => User, { description: 'For administrators. Ends the sessions of the account.' })
  async setUserRole(
    @Arg('userId', _type => ID) userId: string,
    @Arg('role', _type => AccountRole) role: Role,
    @Ctx() { viewer, administration }: UsersContext,
  ): Promise<User> {
    return toUser(await administration.setRole(viewer, userId, role));
  }

  @Mutation(_returns => User, { description: 'For administrators. Deactivating ends the sessions of the account.' })
  async setUserActive(
    @Arg('userId', _type => ID) userId: string,
    @Arg('isActive', _type => Boolean) isActive: boolean,
    @Ctx() { viewer, administration }: UsersContext,
  ): Promise<User> {
    return toUser(await administration.setActive(viewer, userId, isActive));
  }

  @Mutation(_returns => User, { description: 'For administrators. Requests to models a day.' })
  async setUserQuota(
    @Arg('userId', _type => ID) userId: string,
    @Arg('dailyQuota', _type => Int) dailyQuota: number,
    @Ctx() { viewer, administration }: UsersContext,
  ): Promise<User> {
    return toUser(await administration.setDailyQuota(viewer, userId, dailyQuota));
  }
}
