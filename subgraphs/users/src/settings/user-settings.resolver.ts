import { requireViewer } from '@polyphony/platform/context';
import { JsonScalar } from '@polyphony/platform/graphql';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { User } from '../accounts/user.type.ts';
import type { UsersContext } from '../context.ts';
import { UserSettings } from './user-settings.type.ts';

@Resolver(_of => User)
export class UserSettingsResolver {
  @FieldResolver(_returns => UserSettings)
  async settings(@Root() user: User, @Ctx() { userSettingsLoader }: UsersContext): Promise<UserSettings> {
    const stored = await userSettingsLoader.load(user.id);
    return { values: stored?.settings ?? {}, updatedAt: stored?.updated_at ?? user.createdAt };
  }

  @Mutation(_returns => UserSettings, {
    description: 'Replaces the keys that `values` names, and removes those that it sets to null.',
  })
  async updateSettings(
    @Arg('values', _type => JsonScalar) values: unknown,
    @Ctx() { viewer, userSettings }: UsersContext,
  ): Promise<UserSettings> {
    const { settings, updated_at } = await userSettings.update(requireViewer(viewer), values);
    return { values: settings, updatedAt: updated_at };
  }
}
