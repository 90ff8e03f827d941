import { requireViewer } from '@polyphony/platform/context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context.ts';

@Resolver()
export class PasswordResolver {
  @Mutation(_returns => Boolean, { description: 'Also ends all other sessions of the account.' })
  async changePassword(
    @Arg('currentPassword', _type => String) currentPassword: string,
    @Arg('newPassword', _type => String) newPassword: string,
    @Ctx() { viewer, passwordChange }: UsersContext,
  ): Promise<boolean> {
    await passwordChange.change(requireViewer(viewer), currentPassword, newPassword);
    return true;
  }
}
