import { requireViewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import type { UsersContext } from '../context.ts';
import { toUser, type User } from './user.type.ts';

/**
 * Resolves a User that another subgraph refers to. A User carries private fields that cannot be null (`email`), so it exists for its
 * owner and for administrators only; to anyone else it is not found.
 */
export async function resolveUserReference({ id }: { id: string }, context: UsersContext): Promise<User> {
  const viewer = requireViewer(context.viewer);
  const mayRead = viewer.id === id || viewer.role === 'ADMIN';
  const user = mayRead ? await context.userLoader.load(id) : null;
  if (user === null) throw new NotFoundError('User');
  return toUser(user);
}
