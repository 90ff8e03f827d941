import { isDocument } from '../values/bson-type.ts';
import { defineField } from '../values/paths.ts';

/**
 * A copy of an operand's documents and arrays, so that a document which takes it over can be changed on without changing the
 * operand. Other values are never changed in place.
 */
export function cloneValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneValue);
  if (!isDocument(value) || '_bsontype' in value) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) defineField(copy, name, cloneValue(item));
  return copy;
}
