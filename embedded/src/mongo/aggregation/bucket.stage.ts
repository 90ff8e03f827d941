import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { compareValues } from '../values/compare.ts';
import { runStages } from './pipeline.ts';
import type { Stage } from './stage.ts';
import type { Document } from 'bson';

/** `$bucket`: groups by the range a value lies in, its lower bound included. Written as the server does, by `$group`. */
export const bucket: Stage = (documents, operand, scope) => {
  if (!isDocument(operand)) throw new MongoError('FailedToParse', 'Argument to $bucket stage must be an object');
  const { groupBy, boundaries, default: fallback, output = { count: { $sum: 1 } } } = operand;
  if (groupBy === undefined || !Array.isArray(boundaries) || boundaries.length < 2) {
    throw new MongoError('BadValue', '$bucket requires groupBy and at least 2 boundaries');
  }
  if (boundaries.some((bound, index) => index > 0 && compareValues(boundaries[index - 1], bound) >= 0)) {
    throw new MongoError('BadValue', "The 'boundaries' option to $bucket must be sorted in ascending order");
  }
  const branches = boundaries.slice(1).map((upper: unknown, index): Document => {
    const lower: unknown = boundaries[index];
    const inside = { $and: [{ $gte: [groupBy, { $literal: lower }] }, { $lt: [groupBy, { $literal: upper }] }] };
    // oxlint-disable-next-line unicorn/no-thenable -- the name is MongoDB's
    return { case: inside, then: { $literal: lower } };
  });
  const bucketOf = { $switch: { branches, ...('default' in operand ? { default: { $literal: fallback } } : {}) } };
  return runStages(documents, [{ $group: { _id: bucketOf, ...(output as Document) } }, { $sort: { _id: 1 } }], scope);
};
