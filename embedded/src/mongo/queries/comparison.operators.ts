import { BSONRegExp } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { Kind, kindOf } from '../values/bson-type.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { matchesRegex, toRegExp } from './regex.operator.ts';
import type { FilterContext, OperatorTest, ValuePredicate } from './predicate.ts';
import type { Collation } from '../values/collation.ts';

/** `{ field: value }` and `$eq`: equal by value, null also for a missing field. */
export function equality(operand: unknown, { collation }: FilterContext): OperatorTest {
  return { test: equalTo(operand, collation), perElement: true };
}

function equalTo(operand: unknown, collation: Collation | undefined): ValuePredicate {
  if (operand === undefined || operand === null) return value => value === null || value === undefined;
  if (typeof operand === 'string' && !collation) return value => value === operand;
  if (typeof operand === 'number')
    return value => value === operand || (typeof value === 'object' && equalValues(value, operand));
  return value => equalValues(value, operand, collation);
}

/** `$lt`, `$lte`, `$gt`, `$gte`: only values of the operand's kind compare. */
export function inequality(
  operator: '$lt' | '$lte' | '$gt' | '$gte',
  operand: unknown,
  { collation }: FilterContext,
): OperatorTest {
  const kind = kindOf(operand);
  if (kind === Kind.RegExp)
    throw new MongoError('BadValue', `Can't have RegEx as arg to predicate over field '${operator}'.`);
  const accepts = accepted[operator];
  const anyKind = kind === Kind.MinKey || kind === Kind.MaxKey;
  return {
    // An array operand is compared with whole arrays, which perElement also offers.
    perElement: true,
    test: value => {
      if (value === undefined) return kind === Kind.Null && accepts(0);
      if (kind === Kind.Number && typeof value === 'number' && Number.isNaN(value) !== (operand !== operand))
        return false;
      return (anyKind || kindOf(value) === kind) && accepts(compareValues(value, operand, collation));
    },
  };
}

const accepted = {
  $lt: (order: number) => order < 0,
  $lte: (order: number) => order <= 0,
  $gt: (order: number) => order > 0,
  $gte: (order: number) => order >= 0,
};

/** `$in`: equal to any of the values, or matching any of the regular expressions among them. */
export function membership(operator: '$in' | '$nin', operand: unknown, { collation }: FilterContext): OperatorTest {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${operator} needs an array`);
  const expressions: RegExp[] = [];
  const keys = new Set<string>();
  for (const item of operand) {
    if (item instanceof RegExp || item instanceof BSONRegExp) expressions.push(toRegExp(item));
    else if (isOperatorDocument(item)) throw new MongoError('BadValue', `cannot nest $ under ${operator}`);
    else keys.add(encodeKey(item, collation));
  }
  return {
    perElement: true,
    negated: operator === '$nin',
    test: value =>
      keys.has(encodeKey(value, collation)) || expressions.some(expression => matchesRegex(expression, value)),
  };
}

function isOperatorDocument(value: unknown): boolean {
  return kindOf(value) === Kind.Object && Object.keys(value as object)[0]?.startsWith('$') === true;
}
