import { MongoError } from '../errors/mongo-error.ts';
import { cloneValue } from '../updates/clone-value.ts';
import { isDocument } from '../values/bson-type.ts';
import { assertStages, runStages } from './pipeline.ts';
import type { Stage } from './stage.ts';
import type { Document } from 'bson';

/** `$facet`: several pipelines over the same documents, their results side by side. */
export const facet: Stage = (documents, operand, scope) => {
  if (!isDocument(operand) || Object.keys(operand).length === 0)
    throw new MongoError('FailedToParse', 'the $facet specification must be a non-empty object');
  const result: Document = {};
  for (const [name, pipeline] of Object.entries(operand)) {
    assertStages(pipeline);
    const own = documents.map(document => cloneValue(document) as Document);
    result[name] = runStages(own, pipeline, scope);
  }
  return [result];
};
