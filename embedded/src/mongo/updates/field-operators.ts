import { EJSON, Timestamp } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { bsonTypeOf, isDocument } from '../values/bson-type.ts';
import { compareValues } from '../values/compare.ts';
import { combineNumbers, isBsonNumber, toNumber, type BsonNumber } from '../values/numbers.ts';
import { cloneValue } from './clone-value.ts';
import { getField, setField, unsetField } from './field-access.ts';
import type { UpdateOperator } from './update-operator.ts';

/** `$set`, and `$setOnInsert` when a document is inserted. */
export const set: UpdateOperator = value => ({
  apply: (document, segments) => setField(document, segments, cloneValue(value)),
});

/** `$unset`. */
export const unset: UpdateOperator = () => ({ apply: unsetField });

function combining(name: '$inc' | '$mul'): UpdateOperator {
  const verb = name === '$inc' ? 'increment' : 'multiply';
  return (operand, path) => {
    if (!isBsonNumber(operand)) {
      throw new MongoError(
        'TypeMismatch',
        `Cannot ${verb} with non-numeric argument: {${path}: ${EJSON.stringify(operand)}}`,
      );
    }
    return {
      apply: (document, segments) => {
        const current = getField(document, segments);
        if (current === undefined) {
          setField(document, segments, name === '$inc' ? operand : combineNumbers('multiply', operand, 0));
          return;
        }
        if (!isBsonNumber(current)) {
          throw new MongoError(
            'TypeMismatch',
            `Cannot apply ${name} to a value of non-numeric type. {_id: ${EJSON.stringify(document['_id'])}} has the field '${segments.at(-1)}' of non-numeric type ${bsonTypeOf(current)}`,
          );
        }
        setField(document, segments, combineNumbers(name === '$inc' ? 'add' : 'multiply', current, operand));
      },
    };
  };
}

export const inc = combining('$inc');
export const mul = combining('$mul');

function extreme(sign: 1 | -1): UpdateOperator {
  return (operand, _path, { collation }) => ({
    apply: (document, segments) => {
      const current = getField(document, segments);
      if (current === undefined || compareValues(operand, current, collation) * sign > 0)
        setField(document, segments, cloneValue(operand));
    },
  });
}

export const min = extreme(-1);
export const max = extreme(1);

/** `$currentDate`: true, or `{ $type: 'date' | 'timestamp' }`. */
export const currentDate: UpdateOperator = (operand, _path, { now }) => {
  const type = typeof operand === 'boolean' ? 'date' : isDocument(operand) ? operand['$type'] : undefined;
  if (type !== 'date' && type !== 'timestamp') {
    throw new MongoError(
      'BadValue',
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    );
  }
  const value = type === 'date' ? now : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  return { apply: (document, segments) => setField(document, segments, value) };
};

/** `$bit`: and, or, xor with an integer. */
export const bit: UpdateOperator = operand => {
  const entries = isDocument(operand) ? Object.entries(operand) : [];
  if (
    entries.length === 0 ||
    !entries.every(([name, value]) => ['and', 'or', 'xor'].includes(name) && isBsonNumber(value))
  ) {
    throw new MongoError('BadValue', 'The $bit modifier only supports and, or, and xor with integers');
  }
  return {
    apply: (document, segments) => {
      const current = getField(document, segments) ?? 0;
      if (!isBsonNumber(current) || !Number.isInteger(toNumber(current))) {
        throw new MongoError('BadValue', `Cannot apply $bit to a value of non-integral type`);
      }
      let value = toNumber(current);
      for (const [name, mask] of entries) {
        const other = toNumber(mask as BsonNumber);
        value = name === 'and' ? value & other : name === 'or' ? value | other : value ^ other;
      }
      setField(document, segments, value);
    },
  };
};
