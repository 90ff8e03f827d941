import { evalExpr } from 'mingo/core';
import { MongoError } from '../errors/mongo-error.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import type { ExpressionOperator, Options } from 'mingo/types';

/** Operators on strings that mingo does not have. */
export const stringExpressions: Record<`$${string}`, ExpressionOperator> = {
  $indexOfCP: (document: unknown, expression: unknown, options: Options) => {
    const [text, wanted, from = 0, to] = evalExpr(document, expression, options) as unknown[];
    if (text === null || text === undefined) return null;
    if (typeof text !== 'string' || typeof wanted !== 'string')
      throw new MongoError('BadValue', '$indexOfCP requires strings as its first two arguments');
    const characters = Array.from(text);
    const start = isBsonNumber(from) ? toNumber(from) : 0;
    const end = isBsonNumber(to) ? toNumber(to) : characters.length;
    if (start > characters.length || end < start) return -1;
    const before = characters.slice(start, end).join('');
    const found = before.indexOf(wanted);
    return found === -1 ? -1 : start + Array.from(before.slice(0, found)).length;
  },
};
