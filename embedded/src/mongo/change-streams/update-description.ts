import { bsonTypeOf, isDocument } from '../values/bson-type.ts';
import { encodeKey } from '../values/key-encoding.ts';
import type { Document } from 'bson';

/** How a document changed, as a change event's `updateDescription` puts it: dotted paths with new values, and removed paths. */
export function describeUpdate(before: Document, after: Document): Document {
  const description = {
    updatedFields: {} as Document,
    removedFields: [] as string[],
    truncatedArrays: [] as Document[],
  };
  compareDocuments(before, after, '', description);
  return description;
}

function compareDocuments(
  before: Document,
  after: Document,
  prefix: string,
  description: { updatedFields: Document; removedFields: string[] },
): void {
  for (const [name, value] of Object.entries(after)) {
    const path = prefix + name;
    const old: unknown = before[name];
    if (!Object.hasOwn(before, name)) description.updatedFields[path] = value;
    else if (isDocument(old) && isDocument(value)) compareDocuments(old, value, `${path}.`, description);
    else if (!unchanged(old, value)) description.updatedFields[path] = value;
  }
  for (const name of Object.keys(before))
    if (!Object.hasOwn(after, name)) description.removedFields.push(prefix + name);
}

function unchanged(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return bsonTypeOf(left) === bsonTypeOf(right) && encodeKey(left) === encodeKey(right);
}
