import DataLoader from 'dataloader';
import type { UserDocument } from './user.document.ts';
import type { UserRepository } from './user.repository.ts';

export type UserLoader = DataLoader<string, UserDocument | null>;

/** Users by id, one query for all that an operation asks for. */
export function createUserLoader(repository: UserRepository): UserLoader {
  return new DataLoader(async ids => {
    const users = await repository.findByIds(ids);
    const byId = new Map(users.map(user => [user._id.toHexString(), user]));
    return ids.map(id => byId.get(id) ?? null);
  });
}
