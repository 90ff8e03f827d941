import { ObjectId, type Document } from 'bson';
import { CollectionWriter, withId, writeStoredDocument } from '../collections/collection-writer.ts';
import { parseCollectionOptions } from '../collections/collection-options.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { DocumentIndex } from '../indexes/document-index.ts';
import { TextIndex } from '../indexes/text-index.ts';
import { findDocuments } from '../queries/find-documents.ts';
import { readDocument, readDocumentForExpressions } from '../values/bson-codec.ts';
import { isDocument } from '../values/bson-type.ts';
import { pathSegments, setAtPath, valueAtPath } from '../values/paths.ts';
import { evaluateExpression } from './expression.ts';
import { runStages } from './pipeline.ts';
import type { PipelineScope } from './stage.ts';

interface Target {
  readonly database: string;
  readonly name: string;
}

function targetOf(stage: string, into: unknown, scope: PipelineScope): Target {
  if (typeof into === 'string') return { database: scope.database, name: into };
  if (isDocument(into) && typeof into['coll'] === 'string')
    return { database: typeof into['db'] === 'string' ? into['db'] : scope.database, name: into['coll'] };
  throw new MongoError('FailedToParse', `${stage} requires the name of a collection`);
}

/** `$out`: the documents take the place of a collection's, all at once or, on an error, not at all. */
export function writeOut(documents: readonly Document[], operand: unknown, scope: PipelineScope): void {
  const { catalog, commits } = scope;
  const { database, name } = targetOf('$out', operand, scope);
  const existing = catalog.find(database, name);
  if (existing?.options.capped)
    throw new MongoError('IllegalOperation', `namespace '${database}.${name}' is capped so it can't be used for $out`);
  const temporary = catalog.create(
    database,
    `tmp.agg_out.${new ObjectId().toHexString()}`,
    existing?.options ?? parseCollectionOptions({}),
  );
  try {
    for (const { definition } of existing?.indexes.values() ?? [])
      if (definition.name !== '_id_') temporary.addIndex(new DocumentIndex(definition));
    for (const { definition } of existing?.textIndexes.values() ?? []) temporary.addIndex(new TextIndex(definition));
    const writer = new CollectionWriter(temporary, commits, undefined);
    for (const document of documents) writer.insert(writeStoredDocument(withId(document, () => new ObjectId())), false);
  } catch (error) {
    catalog.drop(temporary);
    throw error;
  }
  catalog.rename(temporary, database, name, true);
}

/** `$merge`: inserts into or updates a collection, document by document. */
export function writeMerge(documents: readonly Document[], operand: unknown, scope: PipelineScope): void {
  const specification: Document = isDocument(operand) ? operand : { into: operand };
  const { on = '_id', whenMatched = 'merge', whenNotMatched = 'insert', let: variables } = specification;
  const { database, name } = targetOf('$merge', specification['into'], scope);
  if (!Array.isArray(whenMatched) && !['merge', 'replace', 'keepExisting', 'fail'].includes(String(whenMatched))) {
    throw new MongoError(
      'BadValue',
      `Enumeration value '${String(whenMatched)}' for field 'whenMatched' is not a valid value.`,
    );
  }
  const collection = scope.catalog.findOrCreate(database, name);
  const fields = (Array.isArray(on) ? on : [on]).map(String);
  assertUniqueIndex(collection.indexes.values(), fields);
  const writer = new CollectionWriter(collection, scope.commits, scope.transaction);

  for (const input of documents) {
    const document = withId(input, () => new ObjectId());
    const filter = Object.fromEntries(
      fields.map(field => [field, { $eq: valueAtPath(document, pathSegments(field)) ?? null }]),
    );
    const [read] = findDocuments(collection, { filter, limit: 1, transaction: scope.transaction });
    if (!read) {
      if (whenNotMatched === 'insert') writer.insert(writeStoredDocument(document), false);
      else if (whenNotMatched === 'fail')
        throw new MongoError(
          'BadValue',
          '$merge could not find a matching document in the target collection for at least one document in the source collection',
        );
      continue;
    }
    if (whenMatched === 'keepExisting') continue;
    if (whenMatched === 'fail')
      throw new MongoError('DuplicateKey', `$merge found a matching document in ${database}.${name}`);
    const existing = readDocument(read.bson);
    const merged = mergedDocument(existing, document, whenMatched, variables, read.bson, scope);
    writer.replace(
      read,
      writeStoredDocument({ ...merged, _id: existing['_id'] }),
      whenMatched === 'replace' ? 'replace' : 'update',
      false,
    );
  }
}

function mergedDocument(
  existing: Document,
  document: Document,
  whenMatched: unknown,
  variables: unknown,
  bson: Uint8Array,
  scope: PipelineScope,
): Document {
  if (whenMatched === 'replace') return document;
  if (!Array.isArray(whenMatched)) return { ...existing, ...document };
  const bound: Document = { new: document };
  if (isDocument(variables))
    for (const [name, expression] of Object.entries(variables))
      setAtPath(bound, [name], evaluateExpression(expression, document, scope));
  const [result] = runStages([readDocumentForExpressions(bson)], whenMatched as Document[], {
    ...scope,
    variables: { ...scope.variables, ...bound },
  });
  return result ?? existing;
}

function assertUniqueIndex(indexes: Iterable<DocumentIndex>, fields: readonly string[]): void {
  if (fields.length === 1 && fields[0] === '_id') return;
  const wanted = fields.toSorted().join('\0');
  for (const { definition } of indexes) {
    if (
      definition.unique &&
      !definition.partialFilter &&
      definition.fields
        .map(field => field.path)
        .toSorted()
        .join('\0') === wanted
    )
      return;
  }
  throw new MongoError('BadValue', 'Cannot find index to verify that join fields will be unique');
}
