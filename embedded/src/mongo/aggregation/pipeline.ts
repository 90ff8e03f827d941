import { Aggregator } from 'mingo/aggregator';
import { OpType } from 'mingo/core';
import { MongoError } from '../errors/mongo-error.ts';
import { compileFilter } from '../queries/filter.ts';
import { parseSort, sortBy } from '../queries/sort.ts';
import { isDocument } from '../values/bson-type.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { mingoOptions, withMongoErrors } from './expression.ts';
import { bucket } from './bucket.stage.ts';
import { documentStage } from './document-stages.ts';
import { facet } from './facet.stage.ts';
import { graphLookup } from './graph-lookup.stage.ts';
import { lookup } from './lookup.stage.ts';
import { operatorContext } from './operator-context.ts';
import { redact } from './redact.stage.ts';
import { sample } from './sample.stage.ts';
import { unionWith } from './union-with.stage.ts';
import type { PipelineScope, Stage } from './stage.ts';
import type { Document } from 'bson';

const match: Stage = (documents, filter, { collation, variables }) => {
  const compiled = compileFilter(filter as Document, { collation, variables });
  return documents.filter(compiled.test);
};

const sortStage: Stage = (documents, sort, { collation }) => {
  const fields = parseSort(sort as Document);
  if (fields.length === 0) throw new MongoError('BadValue', '$sort stage must have at least one sort key');
  return sortBy(documents, fields, document => document, collation);
};

/**
 * The stages that need our filters, order, indexes or collections; all others are mingo's. Looked up when used, since some of
 * these modules run pipelines themselves.
 */
function ownStage(name: string): Stage | undefined {
  switch (name) {
    case '$match':
      return match;
    case '$sort':
      return sortStage;
    case '$limit':
      return (documents, limit) => documents.slice(0, count('$limit', limit, 1));
    case '$skip':
      return (documents, skip) => documents.slice(count('$skip', skip, 0));
    case '$lookup':
      return lookup;
    case '$graphLookup':
      return graphLookup;
    case '$unionWith':
      return unionWith;
    case '$facet':
      return facet;
    case '$bucket':
      return bucket;
    case '$redact':
      return redact;
    case '$sample':
      return sample;
    default:
      return undefined;
  }
}

/** Stages that only stand first, or last, and are handled by whoever runs the pipeline. */
const endStages = new Set([
  '$out',
  '$merge',
  '$changeStream',
  '$collStats',
  '$indexStats',
  '$documents',
  '$changeStreamSplitLargeEvent',
]);

/** Throws unless every stage is one this engine has, so that a bad pipeline fails even without documents. */
export function assertStages(pipeline: unknown): asserts pipeline is Document[] {
  if (!Array.isArray(pipeline)) throw new MongoError('TypeMismatch', "'pipeline' option must be specified as an array");
  for (const stage of pipeline) {
    const names = isDocument(stage) ? Object.keys(stage) : [];
    if (names.length !== 1)
      throw new MongoError('Location40323', 'A pipeline stage specification object must contain exactly one field.');
    const [name] = names as [string];
    if (!ownStage(name) && !endStages.has(name) && !operatorContext.getOperator(OpType.PIPELINE, name)) {
      throw new MongoError('Location40324', `Unrecognized pipeline stage name: '${name}'`);
    }
    if (name === '$match' && isDocument(stage)) compileFilter((stage as Document)[name], { text: () => true });
  }
}

/** Sends documents through the stages of a pipeline. The documents may be changed in place. */
export function runStages(documents: Document[], pipeline: readonly Document[], scope: PipelineScope): Document[] {
  let current = documents;
  for (const stage of pipeline) {
    if (scope.deadline !== undefined && Date.now() > scope.deadline)
      throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
    const [name, operand] = Object.entries(stage)[0]!;
    current = runStage(name, operand, current, scope);
  }
  return current;
}

function runStage(name: string, operand: unknown, documents: Document[], scope: PipelineScope): Document[] {
  const own = ownStage(name);
  if (own) return own(documents, operand, scope);
  const each = documentStage(name, operand, scope);
  if (each) return documents.map(each);
  return withMongoErrors(() => new Aggregator([{ [name]: operand }], mingoOptions(scope)).run<Document>(documents));
}

/** The number a `$limit` or `$skip` stage carries. */
export function count(name: string, value: unknown, least: number): number {
  const number = isBsonNumber(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number) || number < least)
    throw new MongoError(
      'BadValue',
      `invalid argument to ${name} stage: Expected a ${least > 0 ? 'positive' : 'non-negative'} number`,
    );
  return number;
}
