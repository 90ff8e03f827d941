import { MongoError } from '../errors/mongo-error.ts';
import { findDocuments } from '../queries/find-documents.ts';
import { readFields } from '../values/document-bytes.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { optionNumber } from '../values/numbers.ts';
import { pathSegments, rootField, somePathValue } from '../values/paths.ts';
import { compareValues } from '../values/compare.ts';
import { collationField, countField, deadlineOf, documentField, findCollection } from './command-fields.ts';
import type { CommandContext, CommandReply } from './command.ts';

/** `count`. */
export function countCommand(context: CommandContext): CommandReply {
  const { command, transaction } = context;
  const collection = findCollection(context);
  const filter = documentField(command, 'query');
  const limit = Math.abs(optionNumber(command['limit'], 'limit', 0));
  const skip = countField(command, 'skip');
  // Without a filter the number of documents is known.
  if (Object.keys(filter).length === 0 && !transaction && collection) {
    const all = Math.max(collection.records.size - skip, 0);
    return { n: limit > 0 ? Math.min(all, limit) : all };
  }
  const found = findDocuments(collection, {
    filter,
    skip,
    limit,
    collation: collationField(command),
    hint: command['hint'],
    transaction,
    deadline: deadlineOf(command),
  });
  return { n: found.length };
}

/** `distinct`. */
export function distinct(context: CommandContext): CommandReply {
  const { command, transaction } = context;
  const { key } = command;
  if (typeof key !== 'string')
    throw new MongoError('TypeMismatch', "BSON field 'distinct.key' is the wrong type, expected type 'string'");
  const collection = findCollection(context);
  const collation = collationField(command) ?? collection?.options.collation;
  const segments = pathSegments(key);
  const fields = new Set([rootField(key)]);
  const values = new Map<string, unknown>();
  const add = (value: unknown): void => {
    const encoded = encodeKey(value, collation);
    if (value !== undefined && !values.has(encoded)) values.set(encoded, value);
  };
  for (const { bson } of findDocuments(collection, {
    filter: documentField(command, 'query'),
    collation,
    hint: command['hint'],
    transaction,
    deadline: deadlineOf(command),
  })) {
    somePathValue(readFields(bson, fields), segments, value => {
      if (Array.isArray(value)) for (const item of value) add(item);
      else add(value);
      return false;
    });
  }
  return { values: [...values.values()].toSorted((a, b) => compareValues(a, b, collation)) };
}
