import { EJSON, type Document } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { compileFilter } from '../queries/filter.ts';
import { parseSort, sortBy } from '../queries/sort.ts';
import { isOperatorExpression, elementTest } from '../queries/value-expression.ts';
import { bsonTypeOf, isDocument } from '../values/bson-type.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { cloneValue } from './clone-value.ts';
import { getField, setField } from './field-access.ts';
import type { FilterContext, ValuePredicate } from '../queries/predicate.ts';
import type { Collation } from '../values/collation.ts';
import type { UpdateOperator } from './update-operator.ts';

/** The array at a path, empty when missing. Throws for other values. */
function arrayAt(document: Document, segments: readonly string[], operator: string): unknown[] {
  const value = getField(document, segments);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  const name = segments.at(-1);
  throw new MongoError(
    'BadValue',
    `The field '${name}' must be an array but is of type ${bsonTypeOf(value)} in document {_id: ${EJSON.stringify(document['_id'])}} (${operator})`,
  );
}

/** `$push`, with `$each`, `$position`, `$sort` and `$slice`. */
export const push: UpdateOperator = (operand, _path, { collation }) => {
  const modifiers = isDocument(operand) && '$each' in operand ? operand : { $each: [operand] };
  const { $each: items, $position: position, $sort: order, $slice: slice, ...unknown } = modifiers;
  const [unknownName] = Object.keys(unknown);
  if (unknownName !== undefined) throw new MongoError('BadValue', `Unrecognized clause in $push: ${unknownName}`);
  if (!Array.isArray(items))
    throw new MongoError(
      'BadValue',
      `The argument to $each in $push must be an array but it was of type ${bsonTypeOf(items)}`,
    );
  const at = integer('$position', position);
  const keep = integer('$slice', slice);
  const sort = order === undefined ? undefined : elementSort(order, collation);
  return {
    apply: (document, segments) => {
      let array = [...arrayAt(document, segments, '$push')];
      array.splice(at ?? array.length, 0, ...items.map(cloneValue));
      if (sort) array = sort(array);
      if (keep !== undefined) array = keep >= 0 ? array.slice(0, keep) : array.slice(keep);
      setField(document, segments, array);
    },
  };
};

function integer(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = isBsonNumber(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number)) throw new MongoError('BadValue', `The value for ${name} must be an integer value`);
  return number;
}

function elementSort(order: unknown, collation: Collation | undefined): (items: unknown[]) => unknown[] {
  if (isBsonNumber(order)) {
    const direction = toNumber(order);
    if (Math.abs(direction) !== 1) throw new MongoError('BadValue', 'The $sort element value must be either 1 or -1');
    return items => items.toSorted((a, b) => compareValues(a, b, collation) * direction);
  }
  if (!isDocument(order))
    throw new MongoError(
      'BadValue',
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  const fields = parseSort(order);
  return items => sortBy(items, fields, item => (isDocument(item) ? item : {}), collation);
}

/** `$addToSet`, with `$each`. */
export const addToSet: UpdateOperator = (operand, _path, { collation }) => {
  const hasEach = isDocument(operand) && '$each' in operand;
  const items: unknown = hasEach ? operand['$each'] : [operand];
  if (!Array.isArray(items))
    throw new MongoError(
      'TypeMismatch',
      `The argument to $each in $addToSet must be an array but it was of type ${bsonTypeOf(items)}`,
    );
  return {
    apply: (document, segments) => {
      const array = [...arrayAt(document, segments, '$addToSet')];
      for (const item of items)
        if (!array.some(existing => equalValues(existing, item, collation))) array.push(cloneValue(item));
      setField(document, segments, array);
    },
  };
};

/** `$pop`: 1 for the last element, -1 for the first. */
export const pop: UpdateOperator = operand => {
  const side = isBsonNumber(operand) ? toNumber(operand) : 0;
  if (Math.abs(side) !== 1)
    throw new MongoError('FailedToParse', `$pop expects 1 or -1, found: ${EJSON.stringify(operand)}`);
  return {
    apply: (document, segments) => {
      if (getField(document, segments) === undefined) return;
      const array = arrayAt(document, segments, '$pop');
      setField(document, segments, side === 1 ? array.slice(0, -1) : array.slice(1));
    },
  };
};

/** `$pull`: the elements that equal a value, satisfy operators, or match a filter. */
export const pull: UpdateOperator = (operand, _path, context) => {
  const test = pullTest(operand, context);
  return {
    apply: (document, segments) => {
      if (getField(document, segments) === undefined) return;
      const array = arrayAt(document, segments, '$pull');
      setField(
        document,
        segments,
        array.filter(item => !test(item)),
      );
    },
  };
};

function pullTest(operand: unknown, context: FilterContext): ValuePredicate {
  if (operand instanceof RegExp || isOperatorExpression(operand)) {
    const first = isDocument(operand) ? Object.keys(operand)[0] : undefined;
    if (first !== '$and' && first !== '$or' && first !== '$nor') return elementTest(operand, context);
  }
  if (!isDocument(operand)) return value => equalValues(value, operand, context.collation);
  const filter = compileFilter(operand, context);
  return value => isDocument(value) && filter.test(value);
}

/** `$pullAll`: the elements that equal any of the values. */
export const pullAll: UpdateOperator = (operand, _path, { collation }) => {
  if (!Array.isArray(operand))
    throw new MongoError('BadValue', `$pullAll requires an array argument but was given a ${bsonTypeOf(operand)}`);
  return {
    apply: (document, segments) => {
      if (getField(document, segments) === undefined) return;
      const array = arrayAt(document, segments, '$pullAll');
      setField(
        document,
        segments,
        array.filter(item => !operand.some(value => equalValues(item, value, collation))),
      );
    },
  };
};
