import { MongoError } from '../errors/mongo-error.ts';
import { findDocuments } from '../queries/find-documents.ts';
import { isDocument } from '../values/bson-type.ts';
import { readDocumentForExpressions } from '../values/bson-codec.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { pathSegments, setAtPath, somePathValue } from '../values/paths.ts';
import { aggregateCollection } from './aggregate-collection.ts';
import { evaluateExpression } from './expression.ts';
import { assertStages, runStages } from './pipeline.ts';
import type { Collection } from '../collections/collection.ts';
import type { PipelineScope, Stage } from './stage.ts';
import type { Document } from 'bson';

/** `$lookup`: by equality of two fields, by a correlated pipeline, or both. */
export const lookup: Stage = (documents, operand, scope) => {
  if (!isDocument(operand)) throw new MongoError('FailedToParse', 'the $lookup specification must be an Object');
  const { from, localField, foreignField, as, let: variables, pipeline } = operand;
  if (typeof as !== 'string') throw new MongoError('FailedToParse', "must specify 'as' field for a $lookup");
  if ((localField === undefined) !== (foreignField === undefined))
    throw new MongoError(
      'FailedToParse',
      '$lookup requires both or neither of localField and foreignField to be specified',
    );
  if (localField === undefined && pipeline === undefined)
    throw new MongoError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  if (pipeline !== undefined) assertStages(pipeline);
  const collection = foreignCollection(from, scope);
  const stages = pipeline ?? [];
  const join =
    localField === undefined ? undefined : createJoin(collection, String(localField), String(foreignField), scope);
  return documents.map(document => {
    const inner: PipelineScope = {
      ...scope,
      hint: undefined,
      variables: { ...scope.variables, ...evaluateLet(variables, document, scope) },
    };
    const joined = join ? runStages(join(document), stages, inner) : aggregateCollection(collection, stages, inner);
    const result = { ...document };
    setAtPath(result, pathSegments(as), joined);
    return result;
  });
};

function foreignCollection(from: unknown, scope: PipelineScope): Collection | undefined {
  if (from === undefined) return undefined;
  if (typeof from !== 'string') throw new MongoError('FailedToParse', "$lookup argument 'from' must be a string");
  return scope.catalog.find(scope.database, from);
}

function evaluateLet(variables: unknown, document: Document, scope: PipelineScope): Document {
  if (variables === undefined) return {};
  if (!isDocument(variables)) throw new MongoError('FailedToParse', "$lookup argument 'let' must be an object");
  return Object.fromEntries(
    Object.entries(variables).map(([name, expression]) => [
      name,
      evaluateExpression(expression, document, scope) ?? null,
    ]),
  );
}

/** Finds the foreign documents of a local one: through an index of the foreign field, or through a table made once. */
function createJoin(
  collection: Collection | undefined,
  localField: string,
  foreignField: string,
  scope: PipelineScope,
): (document: Document) => Document[] {
  if (!collection) return () => [];
  const { transaction, collation, deadline } = scope;
  const local = pathSegments(localField);
  const query = (filter: Document): Document[] =>
    findDocuments(collection, { filter, transaction, collation, deadline }).map(({ bson }) =>
      readDocumentForExpressions(bson),
    );
  const indexed = [...collection.indexes.values()].some(
    ({ definition }) => definition.fields[0]?.path === foreignField && !definition.sparse && !definition.partialFilter,
  );
  if (indexed) return document => query({ [foreignField]: { $in: joinValues(document, local) } });

  const foreign = pathSegments(foreignField);
  const table = new Map<string, Document[]>();
  for (const document of query({})) {
    for (const key of new Set(joinValues(document, foreign).map(value => encodeKey(value, collation)))) {
      const entry = table.get(key);
      if (entry) entry.push(document);
      else table.set(key, [document]);
    }
  }
  return document => {
    const found = new Set(joinValues(document, local).flatMap(value => table.get(encodeKey(value, collation)) ?? []));
    return Array.from(found, item => ({ ...item }));
  };
}

/** The values a field joins by: each element of an array, null for a missing field. */
function joinValues(document: Document, segments: readonly string[]): unknown[] {
  const values: unknown[] = [];
  somePathValue(document, segments, value => {
    if (Array.isArray(value)) values.push(...value);
    else values.push(value ?? null);
    return false;
  });
  return values;
}
