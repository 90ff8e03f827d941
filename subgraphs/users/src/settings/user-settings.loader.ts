import DataLoader from 'dataloader';
import type { UserSettingsDocument } from './user-settings.document.ts';
import type { UserSettingsRepository } from './user-settings.repository.ts';

export type UserSettingsLoader = DataLoader<string, UserSettingsDocument | null>;

/** Settings by the user's id. */
export function createUserSettingsLoader(repository: UserSettingsRepository): UserSettingsLoader {
  return new DataLoader(async userIds => {
    const found = await repository.findByUsers(userIds);
    const byUser = new Map(found.map(settings => [settings.user_id.toHexString(), settings]));
    return userIds.map(id => byUser.get(id) ?? null);
  });
}
