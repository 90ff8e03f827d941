import type { Viewer } from '@polyphony/platform/context';
import { BadUserInputError, ConflictError, ForbiddenError, UnauthenticatedError } from '@polyphony/platform/errors';
import { toObjectId } from '@polyphony/platform/mongo';
import type { UserRepository } from '../accounts/user.repository.ts';
import type { SessionService } from '../sessions/session.service.ts';
import type { PasswordCheckService } from './password-check.service.ts';
import type { PasswordHasher } from './password.hasher.ts';
import { checkNewPassword, checkPasswordLength } from './password.rules.ts';

export interface PasswordChangeOptions {
  users: UserRepository;
  hasher: PasswordHasher;
  passwords: PasswordCheckService;
  sessions: SessionService;
  now: () => Date;
}

/** Replaces passwords. */
export class PasswordChangeService {
  readonly #options: PasswordChangeOptions;

  constructor(options: PasswordChangeOptions) {
    this.#options = options;
  }

  /**
   * Replaces the viewer's password and ends all of their sessions but the one that asks.
   * @throws BadUserInputError naming `currentPassword` or `newPassword`, ForbiddenError for an API key, RateLimitedError after
   * too many wrong passwords, ConflictError when the password was changed meanwhile
   */
  async change(viewer: Viewer, currentPassword: string, newPassword: string): Promise<void> {
    const { users, hasher, passwords, sessions, now } = this.#options;
    if (viewer.sessionId === undefined) throw new ForbiddenError('An API key cannot change the password.');
    const id = toObjectId(viewer.id);
    const user = id === null ? null : await users.findById(id);
    if (user === null || !user.is_active) throw new UnauthenticatedError();
    checkPasswordLength(currentPassword, 'currentPassword');
    checkNewPassword(newPassword, { username: user.username, email: user.email, field: 'newPassword' });
    if (newPassword === currentPassword) {
      throw new BadUserInputError('The new password must differ from the current one.', 'newPassword');
    }
    if (!(await passwords.check(user, currentPassword))) {
      throw new BadUserInputError('The current password is wrong.', 'currentPassword');
    }
    const to = await hasher.hash(newPassword);
    const replaced = await users.replacePassword(user._id, { from: user.password_hash, to, at: now() });
    if (!replaced) throw new ConflictError('The password was changed meanwhile.', 'currentPassword');
    await sessions.endAll(user._id, { except: viewer.sessionId });
  }
}
