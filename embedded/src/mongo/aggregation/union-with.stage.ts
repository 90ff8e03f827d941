import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { aggregateCollection } from './aggregate-collection.ts';
import { assertStages } from './pipeline.ts';
import type { Stage } from './stage.ts';

/** `$unionWith`: appends the documents of another collection, sent through a pipeline of their own. */
export const unionWith: Stage = (documents, operand, scope) => {
  const specification = typeof operand === 'string' ? { coll: operand } : operand;
  if (!isDocument(specification) || typeof specification['coll'] !== 'string') {
    throw new MongoError(
      'FailedToParse',
      'the $unionWith stage specification must be an object or string, with the name of a collection',
    );
  }
  const pipeline: unknown = specification['pipeline'] ?? [];
  assertStages(pipeline);
  const collection = scope.catalog.find(scope.database, specification['coll']);
  return [...documents, ...aggregateCollection(collection, pipeline, { ...scope, hint: undefined })];
};
