import type { PasswordHasher } from '../passwords/password.hasher.ts';
import { checkNewPassword } from '../passwords/password.rules.ts';
import { checkEmail, checkFullName, checkUsername, nameKey } from './account.rules.ts';
import { newUser } from './new-user.ts';
import type { RegisterInput } from './registration.input.ts';
import type { UserDocument } from './user.document.ts';
import type { UserRepository } from './user.repository.ts';

export interface RegistrationOptions {
  users: UserRepository;
  hasher: PasswordHasher;
  /** Requests to models a day that a new account may make. */
  dailyQuota: number;
  now: () => Date;
}

/** Makes accounts. */
export class RegistrationService {
  readonly #options: RegistrationOptions;

  constructor(options: RegistrationOptions) {
    this.#options = options;
  }

  /**
   * Stores a new, active account with the role USER.
   * @throws BadUserInputError naming the first bad field, or ConflictError naming `username` or `email`
   */
  async register(input: RegisterInput): Promise<UserDocument> {
    const { users, hasher, dailyQuota, now } = this.#options;
    const username = checkUsername(input.username);
    const email = checkEmail(input.email);
    checkNewPassword(input.password, { username, email, field: 'password' });
    const fullName = checkFullName(input.fullName);
    // Spares the costly hash for most taken names; the unique index decides.
    await users.checkFree({ username_key: nameKey(username), email_key: nameKey(email) });
    const passwordHash = await hasher.hash(input.password);
    const user = newUser({ username, email, passwordHash, fullName, dailyQuota, at: now() });
    await users.insert(user);
    return user;
  }
}
