import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { foldText, termsOf } from './text-analysis.ts';

/** A parsed `$text` search: any of the terms, all of the phrases, none of what is negated. */
export interface TextQuery {
  readonly terms: readonly string[];
  readonly phrases: readonly string[];
  readonly negatedTerms: readonly string[];
  readonly negatedPhrases: readonly string[];
  /** Applies the search's case and diacritic sensitivity to a text, for phrases. */
  readonly normalize: (text: string) => string;
}

/** Reads the operand of `$text`. Throws BadValue or TypeMismatch when it is not one. */
export function parseTextQuery(operand: unknown, language: string): TextQuery {
  if (!isDocument(operand) || typeof operand['$search'] !== 'string')
    throw new MongoError('TypeMismatch', '"$search" had the wrong type. Expected string');
  const chosen = typeof operand['$language'] === 'string' ? operand['$language'] : language;
  const caseSensitive = operand['$caseSensitive'] === true;
  const terms: string[] = [];
  const phrases: string[] = [];
  const negatedTerms: string[] = [];
  const negatedPhrases: string[] = [];
  const normalize = caseSensitive ? (text: string): string => text : foldText;
  for (const [, minus = '', phrase, word] of operand['$search'].matchAll(/(-?)"([^"]*)"|(\S+)/g)) {
    if (phrase !== undefined) {
      if (minus) negatedPhrases.push(normalize(phrase));
      else {
        phrases.push(normalize(phrase));
        terms.push(...termsOf(phrase, chosen));
      }
    } else if (word!.startsWith('-') && word!.length > 1) negatedTerms.push(...termsOf(word!.slice(1), chosen));
    else terms.push(...termsOf(word!, chosen));
  }
  return { terms: [...new Set(terms)], phrases, negatedTerms, negatedPhrases, normalize };
}
