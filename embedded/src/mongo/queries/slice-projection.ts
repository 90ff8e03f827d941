import { MongoError } from '../errors/mongo-error.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';

/** `$slice` of a find projection: a count (from the end when negative), or [skip, limit]. */
export function sliceOf(operand: unknown): (items: unknown[]) => unknown[] {
  if (isBsonNumber(operand)) {
    const count = toNumber(operand);
    return items => (count >= 0 ? items.slice(0, count) : items.slice(count));
  }
  if (!Array.isArray(operand) || operand.length !== 2 || !operand.every(isBsonNumber)) {
    throw new MongoError('BadValue', 'Invalid $slice syntax. The given syntax did not match the find() syntax');
  }
  const [skip, limit] = operand.map(toNumber) as [number, number];
  if (limit <= 0) throw new MongoError('BadValue', 'Third argument to $slice must be positive');
  return items => {
    const start = skip >= 0 ? skip : Math.max(items.length + skip, 0);
    return items.slice(start, start + limit);
  };
}
