import { BadUserInputError } from '@polyphony/platform/errors';

export interface TextLimits {
  maxCharacters?: number;
  /** In UTF-8. */
  maxBytes?: number;
}

/** @throws BadUserInputError naming the field when the text is blank, too long, or cannot be stored. */
export function requiredText(text: string, field: string, limits: TextLimits): string {
  if (text.trim() === '') throw new BadUserInputError(`"${field}" must not be empty.`, field);
  checkText(text, field, limits);
  return text;
}

/** A blank text counts as none. @throws BadUserInputError as `requiredText` does. */
export function optionalText(text: string | null | undefined, field: string, limits: TextLimits): string | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  checkText(text, field, limits);
  return text;
}

function checkText(text: string, field: string, { maxCharacters, maxBytes }: TextLimits): void {
  if (maxCharacters !== undefined && text.length > maxCharacters) {
    throw new BadUserInputError(`"${field}" has at most ${maxCharacters} characters.`, field, { maxCharacters });
  }
  if (maxBytes !== undefined && Buffer.byteLength(text) > maxBytes) {
    throw new BadUserInputError(`"${field}" has at most ${maxBytes} bytes in UTF-8.`, field, { maxBytes });
  }
  // Half a surrogate pair has no UTF-8: the store would give back another text than it was given.
  if (!text.isWellFormed()) throw new BadUserInputError(`"${field}" is not well-formed Unicode.`, field);
}

const maxTags = 20;
const maxTagCharacters = 50;

/** Trimmed, without blanks and repetitions. @throws BadUserInputError naming `tags`. */
export function tagList(tags: readonly string[] | null | undefined): string[] {
  const distinct = [...new Set((tags ?? []).map(tag => tag.trim()))].filter(tag => tag !== '');
  if (distinct.length > maxTags) throw new BadUserInputError(`There are at most ${maxTags} tags.`, 'tags');
  for (const tag of distinct) checkText(tag, 'tags', { maxCharacters: maxTagCharacters });
  return distinct;
}
