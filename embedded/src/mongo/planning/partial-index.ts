import { isDocument } from '../values/bson-type.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { isOperatorExpression } from '../queries/value-expression.ts';
import type { Document } from 'bson';
import type { PathCondition } from './path-conditions.ts';

/**
 * Whether every document a query matches is in a partial index: each clause of the index's filter must follow from the query.
 * When in doubt it does not.
 */
export function impliesPartialFilter(
  query: Document,
  conditions: ReadonlyMap<string, PathCondition>,
  partial: Document,
): boolean {
  return Object.entries(partial).every(([name, expression]) => {
    if (name === '$and' && Array.isArray(expression))
      return expression.every(clause => isDocument(clause) && impliesPartialFilter(query, conditions, clause));
    if (name.startsWith('$')) return false;
    if (Object.hasOwn(query, name) && encodeKey(query[name]) === encodeKey(expression)) return true;
    const condition = conditions.get(name);
    if (!condition) return false;
    if (!isOperatorExpression(expression))
      return condition.points?.every(point => equalValues(point, expression)) === true;
    return Object.entries(expression).every(([operator, operand]) => impliesOperator(condition, operator, operand));
  });
}

function impliesOperator({ points, lower, upper, exists }: PathCondition, operator: string, operand: unknown): boolean {
  switch (operator) {
    case '$eq':
      return points?.every(point => equalValues(point, operand)) === true;
    case '$exists':
      return (operand === true || operand === 1) && exists === true;
    case '$type':
      return operand === 'string' && points?.every(point => typeof point === 'string') === true;
    case '$gt':
      if (points) return points.every(point => compareValues(point, operand) > 0);
      return (
        lower !== undefined &&
        (compareValues(lower.value, operand) > 0 || (!lower.inclusive && equalValues(lower.value, operand)))
      );
    case '$gte':
      return (points ?? (lower ? [lower.value] : [null])).every(value => compareValues(value, operand) >= 0);
    case '$lt':
      if (points) return points.every(point => compareValues(point, operand) < 0);
      return (
        upper !== undefined &&
        (compareValues(upper.value, operand) < 0 || (!upper.inclusive && equalValues(upper.value, operand)))
      );
    case '$lte':
      return upper || points ? (points ?? [upper!.value]).every(value => compareValues(value, operand) <= 0) : false;
    case '$in':
      return Array.isArray(operand) && points?.every(point => operand.some(item => equalValues(item, point))) === true;
    default:
      return false;
  }
}
