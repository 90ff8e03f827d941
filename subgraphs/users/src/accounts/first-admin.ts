import { randomBytes } from 'node:crypto';
import { ConflictError } from '@polyphony/platform/errors';
import type { Logger } from '@polyphony/platform/logging';
import type { PasswordHasher } from '../passwords/password.hasher.ts';
import { checkEmail, checkUsername } from './account.rules.ts';
import { newUser } from './new-user.ts';
import type { UserRepository } from './user.repository.ts';

export interface FirstAdmin {
  username: string;
  /** Shown once, by whoever started the process; only its hash is stored. */
  password: string;
}

export interface FirstAdminOptions {
  users: UserRepository;
  hasher: PasswordHasher;
  username: string;
  email: string;
  dailyQuota: number;
  log: Logger;
}

/**
 * Makes an administrator when there is none, with a random password that should be replaced (`mustChangePassword`).
 * @returns its credentials, or null when there is an administrator already; of several processes that start at once, only the one
 * that made it gets them
 */
export async function createFirstAdmin({
  users,
  hasher,
  username,
  email,
  dailyQuota,
  log,
}: FirstAdminOptions): Promise<FirstAdmin | null> {
  if (await users.hasRole('ADMIN')) return null;
  const password = randomBytes(15).toString('base64url');
  const admin = newUser({
    username: checkUsername(username),
    email: checkEmail(email),
    passwordHash: await hasher.hash(password),
    role: 'ADMIN',
    mustChangePassword: true,
    dailyQuota,
    at: new Date(),
  });
  try {
    await users.insert(admin);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    if (!(await users.hasRole('ADMIN'))) {
      log.warn({ username, email }, 'No administrator was made: an ordinary account has this username or email');
    }
    return null;
  }
  return { username: admin.username, password };
}
