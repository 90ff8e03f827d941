import { evalExpr } from 'mingo/core';
import { MongoError } from '../errors/mongo-error.ts';
import { parseCollation } from '../values/collation.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import type { ExpressionOperator, Options } from 'mingo/types';

/** A missing field is less than null in expressions, though equal to it in filters. */
function compareOperands(left: unknown, right: unknown, options: Options): number {
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return Math.sign(compareValues(left, right, parseCollation(options.collation)));
}

function comparison(name: string, decide: (order: number) => unknown): ExpressionOperator {
  return (document: unknown, expression: unknown, options: Options) => {
    if (!Array.isArray(expression) || expression.length !== 2) {
      throw new MongoError(
        'BadValue',
        `Expression ${name} takes exactly 2 arguments. ${Array.isArray(expression) ? expression.length : 1} were passed in.`,
      );
    }
    const [left, right] = evalExpr(document, expression, options) as [unknown, unknown];
    return decide(compareOperands(left, right, options));
  };
}

/** Comparisons in MongoDB's order across all BSON types. */
export const comparisonExpressions: Record<`$${string}`, ExpressionOperator> = {
  $cmp: comparison('$cmp', order => order),
  $eq: comparison('$eq', order => order === 0),
  $ne: comparison('$ne', order => order !== 0),
  $gt: comparison('$gt', order => order > 0),
  $gte: comparison('$gte', order => order >= 0),
  $lt: comparison('$lt', order => order < 0),
  $lte: comparison('$lte', order => order <= 0),
  $in: (document: unknown, expression: unknown, options: Options) => {
    const [value, list] = evalExpr(document, expression, options) as [unknown, unknown];
    if (!Array.isArray(list)) throw new MongoError('BadValue', '$in requires an array as a second argument');
    const collation = parseCollation(options.collation);
    return list.some(item => equalValues(item, value, collation));
  },
};
