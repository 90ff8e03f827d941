import { Aggregator } from 'mingo/aggregator';
import { mingoOptions, withMongoErrors } from '../aggregation/expression.ts';
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
  return document =>
    withMongoErrors(() => {
      const aggregator = new Aggregator(pipeline as Document[], mingoOptions(context));
      const [result] = aggregator.run<Document>([document]);
      if (!result) throw new MongoError('BadValue', 'the update pipeline produced no document');
      return result;
    });
}
