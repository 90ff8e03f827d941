import { ObjectId } from 'mongodb';

/** The ObjectId of an opaque graph id, or null for text that cannot be one: such a thing does not exist. */
export function toObjectId(id: string): ObjectId | null {
  return /^[0-9a-f]{24}$/i.test(id) ? new ObjectId(id) : null;
}
