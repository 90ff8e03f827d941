import { BadUserInputError } from '@polyphony/platform/errors';
import { nameKey } from '../accounts/account.rules.ts';
import { commonPasswords } from './common-passwords.ts';

export const passwordLimits = { min: 8, max: 200 } as const;

/**
 * The rules of a new password: long enough, not one that everybody tries first. No character classes: they make passwords no better.
 * @throws BadUserInputError naming `field`
 */
export function checkNewPassword(
  password: string,
  { username, email, field }: { username: string; email: string; field: string },
): void {
  const { min, max } = passwordLimits;
  // By code points, so that a character outside the basic plane counts once.
  const length = password.length > 2 * max ? password.length : Array.from(password).length;
  if (length < min || length > max) {
    throw new BadUserInputError(`A password has ${min} to ${max} characters.`, field, { min, max });
  }
  const key = nameKey(password);
  const emailKey = nameKey(email);
  if ([nameKey(username), emailKey, emailKey.split('@')[0]].includes(key)) {
    throw new BadUserInputError('A password must differ from the username and the email.', field);
  }
  if (commonPasswords.has(key)) {
    throw new BadUserInputError('This password is one of the most common ones.', field);
  }
}

/** Bounds what is hashed when somebody logs in. @throws BadUserInputError naming `field`. */
export function checkPasswordLength(password: string, field: string): void {
  const { max } = passwordLimits;
  if (password.length > 2 * max) {
    throw new BadUserInputError(`A password has at most ${max} characters.`, field, { max });
  }
}
