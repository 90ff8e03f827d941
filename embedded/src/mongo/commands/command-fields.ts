import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { parseCollation, type Collation } from '../values/collation.ts';
import { optionNumber } from '../values/numbers.ts';
import type { Collection } from '../collections/collection.ts';
import type { CommandContext } from './command.ts';
import type { Document } from 'bson';

/** The collection a command names. Throws InvalidNamespace when it names none. */
export function collectionName({ command }: CommandContext): string {
  const [field] = Object.keys(command);
  const name: unknown = command[field!];
  if (typeof name !== 'string' || name === '')
    throw new MongoError('InvalidNamespace', `collection name has invalid type for '${field}'`);
  return name;
}

/** The collection a command names, if it exists. */
export function findCollection(context: CommandContext): Collection | undefined {
  return context.engine.catalog.find(context.database, collectionName(context));
}

/** The collection a command names. Throws NamespaceNotFound. */
export function getCollection(context: CommandContext): Collection {
  const collection = findCollection(context);
  if (!collection)
    throw new MongoError('NamespaceNotFound', `ns does not exist: ${context.database}.${collectionName(context)}`);
  return collection;
}

/** A field that must be a document or absent. Throws TypeMismatch. */
export function documentField(command: Document, name: string): Document {
  const value: unknown = command[name];
  if (value === undefined || value === null) return {};
  if (!isDocument(value))
    throw new MongoError('TypeMismatch', `BSON field '${name}' is the wrong type, expected type 'object'`);
  return value;
}

/** A field that must be a non-empty array. Throws TypeMismatch or InvalidLength. */
export function arrayField(command: Document, name: string): unknown[] {
  const value: unknown = command[name];
  if (!Array.isArray(value))
    throw new MongoError('TypeMismatch', `BSON field '${name}' is the wrong type, expected type 'array'`);
  if (value.length === 0 || value.length > 100_000) {
    throw new MongoError(
      'InvalidLength',
      `Write batch sizes must be between 1 and 100000. Got ${value.length} operations.`,
    );
  }
  return value;
}

/** A count such as `limit` or `skip`. Throws BadValue for negative ones. */
export function countField(command: Document, name: string): number {
  const value = optionNumber(command[name], name, 0);
  if (value < 0) throw new MongoError('BadValue', `BSON field '${name}' value must be >= 0, actual value '${value}'`);
  return Math.trunc(value);
}

/** The collation a command asks for. */
export function collationField(command: Document): Collation | undefined {
  return parseCollation(documentField(command, 'collation'));
}

/** When a command with `maxTimeMS` must be done, in milliseconds since 1970. */
export function deadlineOf(command: Document): number | undefined {
  const milliseconds = optionNumber(command['maxTimeMS'], 'maxTimeMS', 0);
  return milliseconds > 0 ? Date.now() + milliseconds : undefined;
}
