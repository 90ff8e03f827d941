import { Decimal128, Long } from 'bson';
import { evalExpr } from 'mingo/core';
import { MongoError } from '../errors/mongo-error.ts';
import { parseDecimal } from '../values/decimal.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import type { ExpressionOperator, Options } from 'mingo/types';

/** Rounds a decimal coefficient by dropping digits, half to even. */
function roundedCoefficient(coefficient: bigint, dropped: number, truncate: boolean): bigint {
  const divisor = 10n ** BigInt(dropped);
  const quotient = coefficient / divisor;
  if (truncate) return quotient;
  const rest = (coefficient % divisor) * 2n;
  const distance = rest < 0n ? -rest : rest;
  const away = coefficient < 0n ? -1n : 1n;
  if (distance > divisor || (distance === divisor && quotient % 2n !== 0n)) return quotient + away;
  return quotient;
}

function rounding(name: string, truncate: boolean): ExpressionOperator {
  return (document: unknown, expression: unknown, options: Options) => {
    const [value, place = 0] = (
      Array.isArray(expression) ? evalExpr(document, expression, options) : [evalExpr(document, expression, options)]
    ) as unknown[];
    if (value === null || value === undefined || place === null) return null;
    if (!isBsonNumber(value) || !isBsonNumber(place))
      throw new MongoError('TypeMismatch', `${name} only supports numeric types`);
    const places = toNumber(place);
    if (!Number.isInteger(places) || places < -20 || places > 100)
      throw new MongoError(
        'BadValue',
        `cannot apply ${name} with precision value ${places} value must be in [-20, 100]`,
      );
    if (value instanceof Long && places >= 0) return value;
    // The shortest decimal form is what people mean by a double's digits.
    const decimal = value instanceof Decimal128 ? value : Decimal128.fromString(String(toNumber(value)));
    const parts = parseDecimal(decimal);
    const dropped = parts ? -parts.exponent - places : 0;
    if (!parts || dropped <= 0) return value;
    const rounded = `${roundedCoefficient(parts.coefficient, dropped, truncate)}E${-places}`;
    return value instanceof Decimal128 ? Decimal128.fromString(rounded) : Number(rounded);
  };
}

/** `$round`, half to even, and `$trunc`, each with a number of places. */
export const roundingExpressions: Record<`$${string}`, ExpressionOperator> = {
  $round: rounding('$round', false),
  $trunc: rounding('$trunc', true),
};
