import { MongoError } from '../errors/mongo-error.ts';
import { optionNumber } from './numbers.ts';
import type { Document } from 'bson';

/** How strings are compared when an operation asks for a language's rules. */
export interface Collation {
  /** The normal form of the specification, equal for equal collations. */
  readonly id: string;
  readonly specification: Document;
  compare(left: string, right: string): number;
  /** Maps strings the collation takes for equal to the same string, for use as an index key. */
  fold(text: string): string;
}

const cache = new Map<string, Collation>();

/** The collation of an operation, or undefined for the plain binary comparison. Throws BadValue for an unknown locale. */
export function parseCollation(specification: Document | undefined | null): Collation | undefined {
  if (!specification || Object.keys(specification).length === 0) return undefined;
  const { locale } = specification;
  if (typeof locale !== 'string')
    throw new MongoError('FailedToParse', "BSON field 'collation.locale' is missing but a required field");
  if (locale === 'simple') return undefined;
  const strength = optionNumber(specification['strength'], 'collation.strength', 3);
  const full: Document = {
    locale,
    caseLevel: specification['caseLevel'] === true,
    caseFirst: specification['caseFirst'] ?? 'off',
    strength,
    numericOrdering: specification['numericOrdering'] === true,
    alternate: specification['alternate'] ?? 'non-ignorable',
    maxVariable: specification['maxVariable'] ?? 'punct',
    normalization: specification['normalization'] === true,
    backwards: specification['backwards'] === true,
    version: '57.1',
  };
  const id = JSON.stringify(full);
  let collation = cache.get(id);
  if (!collation) cache.set(id, (collation = createCollation(id, full, locale, strength)));
  return collation;
}

function createCollation(id: string, specification: Document, locale: string, strength: number): Collation {
  const { caseLevel, numericOrdering, alternate, caseFirst } = specification;
  const sensitivity =
    strength >= 3 ? 'variant' : strength === 2 ? (caseLevel ? 'variant' : 'accent') : caseLevel ? 'case' : 'base';
  let collator: Intl.Collator;
  try {
    collator = new Intl.Collator(locale.replace('_', '-'), {
      sensitivity,
      numeric: numericOrdering,
      ignorePunctuation: alternate === 'shifted',
      caseFirst: caseFirst === 'upper' || caseFirst === 'lower' ? caseFirst : 'false',
    });
  } catch {
    throw new MongoError('BadValue', `Field 'locale' is invalid in: { locale: "${locale}" }`);
  }
  // Only strength 1 and 2 without further options have a fold that is the same for all equal strings; for others every
  // string folds to the same key, which costs speed and nothing else, since candidates are always compared again.
  const foldsCase = sensitivity === 'accent' || sensitivity === 'base';
  const plain = !numericOrdering && alternate !== 'shifted';
  const fold = (text: string): string => {
    if (!plain) return '';
    let folded = text.normalize('NFKD');
    if (sensitivity === 'base' || sensitivity === 'case') folded = folded.replaceAll(/\p{M}/gu, '');
    // Through upper case first, so that 'ß' and 'SS' meet.
    return foldsCase ? folded.toUpperCase().toLowerCase() : folded;
  };
  return { id, specification, compare: (left, right) => collator.compare(left, right), fold };
}
