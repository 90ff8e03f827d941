import { VectorDimensionError, type VectorItem } from './vector-store.ts';

const greatestLimit = 1000;

/** @throws RangeError unless the vector has a direction: finite numbers, not all zero. */
export function requireDirection(vector: Float32Array): void {
  let length = 0;
  for (const value of vector) length += value * value;
  if (!Number.isFinite(length) || length === 0) throw new RangeError('A vector must be finite and not zero.');
}

/** @throws RangeError unless `limit` is a whole number from 1 to 1000. */
export function requireValidLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > greatestLimit) {
    throw new RangeError(`A limit of ${limit} matches is not from 1 to ${greatestLimit}.`);
  }
}

/**
 * The items to store, each id once (the last of equal ones), all of one dimension.
 * @throws RangeError or VectorDimensionError as `VectorStore.upsert`.
 */
export function validItems(collection: string, items: readonly VectorItem[]): VectorItem[] {
  const dimension = items[0]?.vector.length ?? 0;
  for (const { id, vector } of items) {
    if (id === '') throw new RangeError('An item needs an id.');
    if (vector.length !== dimension) throw new VectorDimensionError(collection, dimension, vector.length);
    requireDirection(vector);
  }
  return [...new Map(items.map(item => [item.id, item])).values()];
}
