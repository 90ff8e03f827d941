import { MongoError } from '../errors/mongo-error.ts';
import { isOfType, typeAlias } from '../values/bson-type.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import type { OperatorTest } from './predicate.ts';

/** `$exists`: whether the path leads to any value, null included. */
export function existence(operand: unknown): OperatorTest {
  const wanted = isBsonNumber(operand)
    ? toNumber(operand) !== 0
    : operand !== null && operand !== undefined && operand !== false;
  return { perElement: false, negated: !wanted, test: value => value !== undefined };
}

/** `$type`: an alias, a number, or several of them. */
export function typeTest(operand: unknown): OperatorTest {
  const operands = Array.isArray(operand) ? operand : [operand];
  const types = operands.map(type => {
    const alias = typeAlias(isBsonNumber(type) ? toNumber(type) : type);
    if (alias === undefined) throw new MongoError('BadValue', `Unknown type name alias: ${String(type)}`);
    return alias;
  });
  return { perElement: true, test: value => value !== undefined && types.some(type => isOfType(value, type)) };
}
