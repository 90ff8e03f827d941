import { evalExpr } from 'mingo/core';
import { MongoError } from '../errors/mongo-error.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { operatorContext } from './operator-context.ts';
import type { Collation } from '../values/collation.ts';
import type { Document } from 'bson';
import type { Options } from 'mingo/types';

/** What an expression may refer to besides the document. */
export interface ExpressionScope {
  readonly variables?: Document | undefined;
  readonly collation?: Collation | undefined;
}

/** The mingo options that give expressions our operators and the scope's variables. */
export function mingoOptions({ variables, collation }: ExpressionScope): Partial<Options> {
  return {
    context: operatorContext,
    ...(variables ? { variables } : {}),
    ...(collation ? { collation: collation.specification as Options['collation'] } : {}),
  };
}

/** Evaluates an aggregation expression against a document. Throws FailedToParse or BadValue for a bad expression. */
export function evaluateExpression(expression: unknown, document: Document, scope: ExpressionScope): unknown {
  return withMongoErrors(() => evalExpr(document, expression, mingoOptions(scope) as Options));
}

/** Runs a computation of mingo, turning its errors into those of MongoDB. */
export function withMongoErrors<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof MongoError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (/unregistered pipeline operator/.test(message))
      throw new MongoError('Location40324', `Unrecognized pipeline stage name: ${message}`);
    throw new MongoError('BadValue', message);
  }
}

/** Whether an expression's value counts as true: all but false, null, missing and zero. */
export function isTruthy(value: unknown): boolean {
  if (isBsonNumber(value)) return toNumber(value) !== 0;
  return value !== false && value !== null && value !== undefined;
}
