import { MongoError } from '../errors/mongo-error.ts';
import { pathSegments } from '../values/paths.ts';
import { getField, setField, unsetField } from './field-access.ts';
import type { UpdateOperator } from './update-operator.ts';

/** `$rename`: moves a value to another path; nothing happens when it is missing. */
export const rename: UpdateOperator = (operand, path) => {
  if (typeof operand !== 'string')
    throw new MongoError('BadValue', `The 'to' field for $rename must be a string: ${path}`);
  if (operand === path)
    throw new MongoError('BadValue', `The source and target field for $rename must differ: ${path}`);
  if (operand.includes('$') || path.includes('$'))
    throw new MongoError('BadValue', `The source and destination fields for $rename may not be dynamic: ${path}`);
  const target = pathSegments(operand);
  return {
    apply: (document, segments) => {
      const value = getField(document, segments);
      if (value === undefined) return;
      unsetField(document, segments);
      setField(document, target, value);
    },
  };
};
