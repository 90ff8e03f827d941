import { documentStage } from '../aggregation/document-stages.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import type { UpdateContext } from './update-operator.ts';
import type { Document } from 'bson';

const allowedStages = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** An update written as an aggregation pipeline. */
export function compilePipelineUpdate(
  pipeline: readonly unknown[],
  context: UpdateContext,
): (document: Document) => Document {
  for (const stage of pipeline) {
    const name = isDocument(stage) ? Object.keys(stage)[0] : undefined;
    if (name === undefined || !allowedStages.has(name))
      throw new MongoError('InvalidOptions', `${name} is not allowed to be used within an update`);
  }
  const stages = (pipeline as Document[]).map(stage => {
    const [[name, operand]] = Object.entries(stage) as [[string, unknown]];
    return documentStage(name, operand, context)!;
  });
  return document => stages.reduce((current, stage) => stage(current), document);
}
