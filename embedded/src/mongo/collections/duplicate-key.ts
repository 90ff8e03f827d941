import { EJSON, type Document } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { readDocument } from '../values/bson-codec.ts';
import { pathSegments, somePathValue } from '../values/paths.ts';
import type { IndexDefinition } from '../indexes/index-definition.ts';

/** The error of a document whose key a unique index already has. */
export function duplicateKey(namespace: string, index: IndexDefinition, bson: Uint8Array): MongoError {
  const document = readDocument(bson);
  const keyValue: Document = {};
  for (const { path } of index.fields) {
    let first: unknown = null;
    somePathValue(document, pathSegments(path), value => {
      first = (Array.isArray(value) ? value[0] : value) ?? null;
      return true;
    });
    keyValue[path] = first;
  }
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${EJSON.stringify(value as never)}`);
  return new MongoError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`,
    {
      keyPattern: index.key,
      keyValue,
    },
  );
}
