import { newUser } from '../accounts/new-user.ts';
import type { UserDocument } from '../accounts/user.document.ts';

/** A stored user whose password hash matches nothing. */
export function sampleUser(username: string, changes: Partial<UserDocument> = {}): UserDocument {
  const user = newUser({
    username,
    email: `${username}@example.com`,
    passwordHash: 'unusable',
    dailyQuota: 1000,
    at: new Date('2026-01-01T00:00:00Z'),
  });
  return { ...user, ...changes };
}
