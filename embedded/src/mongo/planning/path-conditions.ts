import { BSONRegExp } from 'bson';
import { isDocument, Kind, kindOf } from '../values/bson-type.ts';
import { compareValues } from '../values/compare.ts';
import { isOperatorExpression } from '../queries/value-expression.ts';
import type { Document } from 'bson';

/** One end of a range of values. */
export interface ValueBound {
  readonly value: unknown;
  readonly inclusive: boolean;
}

/**
 * What a filter demands of one path, as far as an index can serve it. Whatever is listed must hold, so that an index may use
 * any part of it to find candidates.
 */
export interface PathCondition {
  /** The path equals one of these values. */
  points?: readonly unknown[];
  lower?: ValueBound;
  upper?: ValueBound;
  /** The path is a string that starts with this. */
  textPrefix?: string;
  /** The path exists: no document without it matches. */
  exists?: boolean;
}

/** The conditions that hold of every document a filter matches, by path: those of its top level and of its `$and`. */
export function pathConditions(
  filter: Document,
  conditions: Map<string, PathCondition> = new Map(),
): Map<string, PathCondition> {
  for (const [name, expression] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(expression)) {
      for (const clause of expression) if (isDocument(clause)) pathConditions(clause, conditions);
    } else if (!name.startsWith('$')) {
      let condition = conditions.get(name);
      if (!condition) conditions.set(name, (condition = {}));
      addExpression(condition, expression);
    }
  }
  return conditions;
}

function addExpression(condition: PathCondition, expression: unknown): void {
  if (expression instanceof RegExp || expression instanceof BSONRegExp) addRegex(condition, expression, undefined);
  else if (!isOperatorExpression(expression)) addPoints(condition, [expression]);
  else
    for (const [operator, operand] of Object.entries(expression)) addOperator(condition, operator, operand, expression);
}

function addOperator(condition: PathCondition, operator: string, operand: unknown, siblings: Document): void {
  switch (operator) {
    case '$eq':
      addPoints(condition, [operand]);
      break;
    case '$in':
      if (Array.isArray(operand)) addPoints(condition, operand);
      break;
    case '$gt':
    case '$gte':
      if (operator === '$gte' && (operand === null || operand === undefined)) addPoints(condition, [null]);
      else addBound(condition, 'lower', { value: operand, inclusive: operator === '$gte' });
      break;
    case '$lt':
    case '$lte':
      if (operator === '$lte' && (operand === null || operand === undefined)) addPoints(condition, [null]);
      else addBound(condition, 'upper', { value: operand, inclusive: operator === '$lte' });
      break;
    case '$regex':
      addRegex(condition, operand, siblings['$options']);
      break;
    case '$exists':
      if (operand === true || operand === 1) condition.exists = true;
      break;
    case '$elemMatch':
    case '$all':
    case '$size':
    case '$type':
    case '$mod':
      condition.exists = true;
      break;
    default:
  }
}

/** Points are only usable when each of them is a value an index holds as such: not an array, not a pattern. */
function addPoints(condition: PathCondition, points: readonly unknown[]): void {
  if (points.some(point => Array.isArray(point) || kindOf(point) === Kind.RegExp)) return;
  if (points.every(point => point !== null && point !== undefined)) condition.exists = true;
  if (!condition.points || points.length < condition.points.length) condition.points = points;
}

function addBound(condition: PathCondition, side: 'lower' | 'upper', bound: ValueBound): void {
  const kind = kindOf(bound.value);
  if (kind === Kind.Array || kind === Kind.Null || kind === Kind.MinKey || kind === Kind.MaxKey || kind === Kind.RegExp)
    return;
  condition.exists = true;
  const existing = condition[side];
  const sign = side === 'lower' ? 1 : -1;
  if (!existing || compareValues(bound.value, existing.value) * sign > 0) condition[side] = bound;
}

/** A pattern anchored at the start, without options, confines the strings to those with its literal beginning. */
function addRegex(condition: PathCondition, pattern: unknown, options: unknown): void {
  condition.exists = true;
  if (options) return;
  const source =
    pattern instanceof RegExp
      ? pattern.flags === ''
        ? pattern.source
        : ''
      : pattern instanceof BSONRegExp
        ? pattern.options === ''
          ? pattern.pattern
          : ''
        : String(pattern);
  const match = /^\^((?:[^\\^$.*+?()[\]{}|/]|\\[^A-Za-z0-9])+)(.?)/.exec(source);
  if (!match || source.includes('|')) return;
  let literal = match[1]!;
  // A quantifier may make the last character optional.
  if (match[2] === '*' || match[2] === '?' || match[2] === '{')
    literal = literal.slice(0, literal.at(-2) === '\\' ? -2 : -1);
  literal = literal.replaceAll(/\\(.)/g, '$1');
  if (literal !== '') condition.textPrefix = literal;
}
