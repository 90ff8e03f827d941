import { randomInt } from 'node:crypto';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import type { Stage } from './stage.ts';

/** `$sample`: some of the documents, each at most once, in random order. */
export const sample: Stage = (documents, operand) => {
  const size: unknown = isDocument(operand) ? operand['size'] : undefined;
  if (!isBsonNumber(size) || !(toNumber(size) > 0))
    throw new MongoError('BadValue', 'size argument to $sample must be a positive number');
  const pool = [...documents];
  const count = Math.min(toNumber(size), pool.length);
  for (let index = 0; index < count; index++) {
    const other = randomInt(index, pool.length);
    [pool[index], pool[other]] = [pool[other]!, pool[index]!];
  }
  return pool.slice(0, count);
};
