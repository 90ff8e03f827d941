import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { requireViewer } from '@polyphony/platform/context';
import type { OpsContext } from '../context.ts';
import { User } from '../users/user.type.ts';
import { UserUsage } from './usage.type.ts';

@Resolver(_of => User)
export class UsageResolver {
  @FieldResolver(_returns => UserUsage, { description: 'For the user and administrators.' })
  usage(@Root() user: User, @Ctx() { viewer, usage, usageLoader }: OpsContext): Promise<UserUsage> {
    return usage.getUsage(requireViewer(viewer), user.id, userId => usageLoader.load(userId));
  }
}
