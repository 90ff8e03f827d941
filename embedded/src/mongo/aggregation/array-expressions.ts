import { evalExpr } from 'mingo/core';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { defineField } from '../values/paths.ts';
import type { ExpressionOperator, Options } from 'mingo/types';

function nameOf(value: unknown): string {
  if (typeof value !== 'string') throw new MongoError('BadValue', '$arrayToObject requires keys that are strings');
  return value;
}

function toObject(items: readonly unknown[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const item of items) {
    if (Array.isArray(item) && item.length === 2) defineField(result, nameOf(item[0]), item[1]);
    else if (isDocument(item) && 'k' in item && 'v' in item) defineField(result, nameOf(item['k']), item['v']);
    else throw new MongoError('BadValue', '$arrayToObject requires pairs [key, value] or documents with k and v');
  }
  return result;
}

/** The value of an operator's only argument, which may stand in an array of one. */
function onlyArgument(document: unknown, expression: unknown, options: Options): unknown {
  return evalExpr(document, Array.isArray(expression) && expression.length === 1 ? expression[0] : expression, options);
}

function end(name: string, position: 0 | -1): ExpressionOperator {
  return ((document: unknown, expression: unknown, options: Options) => {
    const value = onlyArgument(document, expression, options);
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) throw new MongoError('BadValue', `${name}'s argument must be an array`);
    return value.at(position);
  }) as ExpressionOperator;
}

/** Operators on arrays in which mingo departs from MongoDB. */
export const arrayExpressions: Record<`$${string}`, ExpressionOperator> = {
  $arrayToObject: (document: unknown, expression: unknown, options: Options) => {
    const value = onlyArgument(document, expression, options);
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) throw new MongoError('BadValue', '$arrayToObject requires an array input');
    return toObject(value);
  },
  $first: end('$first', 0),
  $last: end('$last', -1),
  $setUnion: (document: unknown, expression: unknown, options: Options) => {
    const operands = evalExpr(document, expression, options);
    const sets: unknown[] = Array.isArray(operands) ? operands : [operands];
    if (sets.some(set => set === null || set === undefined)) return null;
    if (!sets.every(Array.isArray)) throw new MongoError('BadValue', 'All operands of $setUnion must be arrays');
    const union = new Map((sets as unknown[][]).flat().map(item => [encodeKey(item), item]));
    return [...union].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  },
};
