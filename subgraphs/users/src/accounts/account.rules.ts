import { BadUserInputError } from '@polyphony/platform/errors';

export const usernameLimits = { min: 3, max: 50 } as const;
export const emailMaxLength = 100;
export const fullNameMaxLength = 100;

const usernamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const domainLabel = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
const emailPattern = new RegExp(String.raw`^[^\s\p{C}@"(),:;<>\[\]\\]{1,64}@(?:${domainLabel}\.)+\p{L}{2,}$`, 'u');
const controlCharacters = /\p{C}/u;

/** What two spellings of one username or email have in common: unique indexes and log-ins compare these. */
export function nameKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** @returns the username as it is stored. @throws BadUserInputError naming `username`. */
export function checkUsername(text: string): string {
  const { min, max } = usernameLimits;
  const username = text.trim();
  if (username.length < min || username.length > max) {
    throw new BadUserInputError(`A username has ${min} to ${max} characters.`, 'username', { min, max });
  }
  if (!usernamePattern.test(username)) {
    throw new BadUserInputError(
      'A username consists of the letters A-Z, digits, ".", "_" and "-", and starts with a letter or a digit.',
      'username',
    );
  }
  return username;
}

/** @returns the email as it is stored. @throws BadUserInputError naming `email`. */
export function checkEmail(text: string): string {
  if (text.length > 2 * emailMaxLength) throw tooLong('An email', 'email', emailMaxLength);
  const email = text.normalize('NFKC').trim();
  if (email.length > emailMaxLength) throw tooLong('An email', 'email', emailMaxLength);
  if (!emailPattern.test(email)) throw new BadUserInputError('This is not an email address.', 'email');
  return email;
}

/** @returns the trimmed name, or null for none. @throws BadUserInputError naming `fullName`. */
export function checkFullName(text: string | null | undefined): string | null {
  const fullName = (text ?? '').trim();
  if (fullName.length > fullNameMaxLength) throw tooLong('A full name', 'fullName', fullNameMaxLength);
  if (controlCharacters.test(fullName)) {
    throw new BadUserInputError('A full name has no control characters.', 'fullName');
  }
  return fullName === '' ? null : fullName;
}

function tooLong(what: string, field: string, max: number): BadUserInputError {
  return new BadUserInputError(`${what} has at most ${max} characters.`, field, { max });
}
