const maxLength = 60;

/**
 * The title of a conversation that was given none: the beginning of its first message, up to 60 characters, cut between words
 * where there is one.
 */
export function titleFrom(content: string): string {
  const text = content.replaceAll(/\s+/gu, ' ').trim();
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (characters.length <= maxLength) return text;
  const cut = characters.slice(0, maxLength - 1).join('');
  const lastSpace = cut.lastIndexOf(' ');
  // A text without spaces, such as Japanese, is cut where it is.
  const atWord = lastSpace > maxLength / 3 ? cut.slice(0, lastSpace) : cut;
  return `${atWord.replace(/[\s,;:.–—-]+$/u, '')}…`;
}
