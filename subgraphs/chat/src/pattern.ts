const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** Matches texts in which this one occurs, whatever its case. */
export const containsPattern = (text: string): RegExp => new RegExp(escaped(text), 'i');

/** Matches texts in which any word of this one occurs. */
export function anyWordPattern(text: string): RegExp {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [text];
  return new RegExp(words.map(escaped).join('|'), 'i');
}
