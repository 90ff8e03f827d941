import { Decimal128, Long } from 'bson';
import { $push } from 'mingo/operators/accumulator';
import { compareValues } from '../values/compare.ts';
import { addDecimals, divideDecimals } from '../values/decimal.ts';
import { isBsonNumber, toNumber, type BsonNumber } from '../values/numbers.ts';
import type { AccumulatorOperator, Options } from 'mingo/types';

/** The values an accumulator's expression has over the documents of a group. */
function valuesOf(documents: unknown[], expression: unknown, options: Options): unknown[] {
  return ($push as (...parameters: unknown[]) => unknown[])(documents, expression, options);
}

function sum(numbers: readonly BsonNumber[]): BsonNumber {
  if (numbers.some(value => value instanceof Decimal128))
    return numbers.reduce((left, right) => addDecimals(left, right));
  if (numbers.some(value => value instanceof Long) && numbers.every(value => Number.isInteger(toNumber(value)))) {
    const total = numbers.reduce(
      (left: bigint, right) => left + (right instanceof Long ? right.toBigInt() : BigInt(toNumber(right))),
      0n,
    );
    return BigInt.asIntN(64, total) === total ? Long.fromBigInt(total) : Number(total);
  }
  let total = 0;
  for (const value of numbers) total += toNumber(value);
  return total;
}

function extreme(sign: 1 | -1): AccumulatorOperator {
  return (documents: unknown[], expression: unknown, options: Options) => {
    let best: unknown = null;
    for (const value of valuesOf(documents, expression, options)) {
      if (value === null || value === undefined) continue;
      if (best === null || compareValues(value, best) * sign > 0) best = value;
    }
    return best;
  };
}

/** `$sum`, `$avg`, `$min` and `$max` over every BSON type. */
export const numericAccumulators: Record<`$${string}`, AccumulatorOperator> = {
  $sum: (documents: unknown[], expression: unknown, options: Options) => {
    if (typeof expression === 'number') return documents.length * expression;
    return sum(valuesOf(documents, expression, options).filter(isBsonNumber));
  },
  $avg: (documents: unknown[], expression: unknown, options: Options) => {
    const numbers = valuesOf(documents, expression, options).filter(isBsonNumber);
    if (numbers.length === 0) return null;
    const total = sum(numbers);
    return total instanceof Decimal128 ? divideDecimals(total, numbers.length) : toNumber(total) / numbers.length;
  },
  $min: extreme(-1),
  $max: extreme(1),
};
