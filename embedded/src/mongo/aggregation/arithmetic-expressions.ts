import { Decimal128, Long } from 'bson';
import { evalExpr } from 'mingo/core';
import { MongoError } from '../errors/mongo-error.ts';
import { addDecimals, divideDecimals, multiplyDecimals, subtractDecimals } from '../values/decimal.ts';
import { isBsonNumber, toNumber, type BsonNumber } from '../values/numbers.ts';
import type { ExpressionOperator } from 'mingo/types';

type DecimalOperation = (left: unknown, right: unknown) => Decimal128;
type Operand = BsonNumber | Date;

/**
 * An arithmetic operator over numbers and, where the arithmetic has a meaning, dates: decimal as soon as one operand is, else
 * 64-bit when a Long takes part and the result stays whole.
 */
function arithmetic(
  name: string,
  onNumbers: (left: number, right: number) => number,
  onIntegers: ((left: bigint, right: bigint) => bigint) | undefined,
  onDecimals: DecimalOperation,
  combineDates?: (left: Operand, right: Operand) => unknown,
): ExpressionOperator {
  const combine = (left: Operand, right: Operand): unknown => {
    if (left instanceof Date || right instanceof Date) {
      if (!combineDates) throw new MongoError('TypeMismatch', `${name} only supports numeric types, not date`);
      return combineDates(left, right);
    }
    if (left instanceof Decimal128 || right instanceof Decimal128) return onDecimals(left, right);
    if (onIntegers && (left instanceof Long || right instanceof Long) && isWhole(left) && isWhole(right)) {
      return fromInteger(onIntegers(toInteger(left), toInteger(right)));
    }
    return onNumbers(toNumber(left), toNumber(right));
  };
  return ((document: unknown, expression: unknown, options: never) => {
    const operands = evalExpr(document, expression, options);
    const values = Array.isArray(operands) ? operands : [operands];
    if (values.some(value => value === null || value === undefined)) return null;
    const unfit = values.find(value => !isBsonNumber(value) && !(value instanceof Date));
    if (unfit !== undefined)
      throw new MongoError('TypeMismatch', `${name} only supports numeric or date types, not ${typeof unfit}`);
    let result: unknown = values[0] ?? 0;
    for (const value of values.slice(1)) result = combine(result as Operand, value as Operand);
    return result;
  }) as ExpressionOperator;
}

function isWhole(value: BsonNumber): boolean {
  return value instanceof Long || Number.isInteger(toNumber(value));
}

function toInteger(value: BsonNumber): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(toNumber(value));
}

function fromInteger(value: bigint): number | Long {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : Long.fromBigInt(BigInt.asIntN(64, value));
}

function milliseconds(value: Operand): number {
  return value instanceof Date ? value.getTime() : toNumber(value);
}

/** `$add`, `$subtract`, `$multiply`, `$divide` over every numeric BSON type. */
export const arithmeticExpressions: Record<`$${string}`, ExpressionOperator> = {
  $add: arithmetic(
    '$add',
    (a, b) => a + b,
    (a, b) => a + b,
    addDecimals,
    (left, right) => {
      if (left instanceof Date && right instanceof Date)
        throw new MongoError('BadValue', 'only one date allowed in an $add expression');
      return new Date(milliseconds(left) + milliseconds(right));
    },
  ),
  $subtract: arithmetic(
    '$subtract',
    (a, b) => a - b,
    (a, b) => a - b,
    subtractDecimals,
    (left, right) => {
      if (!(left instanceof Date)) throw new MongoError('TypeMismatch', "can't $subtract a date from a number");
      const difference = milliseconds(left) - milliseconds(right);
      return right instanceof Date ? difference : new Date(difference);
    },
  ),
  $multiply: arithmetic(
    '$multiply',
    (a, b) => a * b,
    (a, b) => a * b,
    multiplyDecimals,
  ),
  $divide: arithmetic('$divide', divide, undefined, divideDecimals),
};

function divide(left: number, right: number): number {
  if (right === 0) throw new MongoError('BadValue', "can't $divide by zero");
  return left / right;
}
