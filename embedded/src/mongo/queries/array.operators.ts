import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { equality } from './comparison.operators.ts';
import { compileFilter } from './filter.ts';
import { regexMatch } from './regex.operator.ts';
import { isOperatorExpression, elementTest } from './value-expression.ts';
import type { FilterContext, OperatorTest, ValuePredicate } from './predicate.ts';

/** `$size`: the length of an array. */
export function arraySize(operand: unknown): OperatorTest {
  const size = isBsonNumber(operand) ? toNumber(operand) : Number.NaN;
  if (!Number.isInteger(size) || size < 0)
    throw new MongoError('BadValue', 'Failed to parse $size. Expected a non-negative integer');
  return { perElement: false, test: value => Array.isArray(value) && value.length === size };
}

/** `$elemMatch`: some element satisfies all of a filter, or all of a list of operators. */
export function elementMatch(operand: unknown, context: FilterContext): OperatorTest {
  const test = elementPredicate(operand, context);
  return { perElement: false, test: value => Array.isArray(value) && value.some(test) };
}

/** The test `$elemMatch` makes of one element. Throws BadValue unless the operand is a document. */
export function elementPredicate(operand: unknown, context: FilterContext): ValuePredicate {
  if (!isDocument(operand)) throw new MongoError('BadValue', '$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  const isLogical = first === '$and' || first === '$or' || first === '$nor' || first === '$expr' || first === '$where';
  if (first?.startsWith('$') && !isLogical) {
    return elementTest(operand, context);
  }
  const filter = compileFilter(operand, context);
  return value => {
    if (isDocument(value)) return filter.test(value);
    // An element that is itself an array is matched by its indexes, as { '0': ... }.
    return Array.isArray(value) && filter.test(Object.fromEntries(value.entries()));
  };
}

/** `$all`: the array holds every value, or satisfies every `$elemMatch`. */
export function allOf(operand: unknown, context: FilterContext): OperatorTest {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$all needs an array');
  const tests = operand.map((item): ValuePredicate => {
    if (isDocument(item) && '$elemMatch' in item) return elementMatch(item['$elemMatch'], context).test;
    if (isOperatorExpression(item)) throw new MongoError('BadValue', 'no $ expressions in $all');
    const { test } = item instanceof RegExp ? regexMatch(item) : equality(item, context);
    return value => test(value) || (Array.isArray(value) && value.some(test));
  });
  return { perElement: false, test: value => tests.length > 0 && tests.every(test => test(value)) };
}
