import { BSONRegExp } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { equalValues } from '../values/compare.ts';
import type { OperatorTest } from './predicate.ts';

/** A JavaScript regular expression for a pattern with MongoDB's options: i, m, s, u as they are, x by removing white space. */
export function toRegExp(pattern: unknown, options?: unknown): RegExp {
  if (options !== undefined && typeof options !== 'string')
    throw new MongoError('BadValue', '$options has to be a string');
  const isExpression = pattern instanceof RegExp || pattern instanceof BSONRegExp;
  if (!isExpression && typeof pattern !== 'string') throw new MongoError('BadValue', '$regex has to be a string');
  let source = pattern instanceof RegExp ? pattern.source : pattern instanceof BSONRegExp ? pattern.pattern : pattern;
  const flags = new Set(
    options ?? (pattern instanceof RegExp ? pattern.flags : pattern instanceof BSONRegExp ? pattern.options : ''),
  );
  const inline = /^\(\?([imsx]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    for (const flag of inline[1]!) flags.add(flag);
  }
  for (const flag of flags) {
    if (!'imsxugl'.includes(flag)) throw new MongoError('BadValue', `invalid flag in regex options: ${flag}`);
  }
  if (flags.has('x')) source = withoutLayout(source);
  try {
    return new RegExp(source, ['i', 'm', 's'].filter(flag => flags.has(flag)).join(''));
  } catch (error) {
    throw new MongoError('BadValue', `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/** Removes the white space and comments that the x option allows. */
function withoutLayout(source: string): string {
  return source.replaceAll(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gm, part => (/^\s|^#/.test(part) ? '' : part));
}

/** Whether a value is a string the expression matches, or the same expression. */
export function matchesRegex(expression: RegExp, value: unknown): boolean {
  if (typeof value === 'string') return expression.test(value);
  return value instanceof RegExp && equalValues(value, expression);
}

/** `$regex`, or a regular expression in place of a value. */
export function regexMatch(pattern: unknown, options?: unknown): OperatorTest {
  const expression = toRegExp(pattern, options);
  return { perElement: true, test: value => matchesRegex(expression, value) };
}
