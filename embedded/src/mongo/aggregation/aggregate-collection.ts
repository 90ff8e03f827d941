import { findDocuments, type DocumentQuery, type FoundDocument } from '../queries/find-documents.ts';
import { parseSort } from '../queries/sort.ts';
import { attachTextScore } from '../queries/text-score.ts';
import { isDocument } from '../values/bson-type.ts';
import { readDocumentForExpressions } from '../values/bson-codec.ts';
import { isBsonNumber } from '../values/numbers.ts';
import { count, runStages } from './pipeline.ts';
import type { Collection } from '../collections/collection.ts';
import type { PipelineScope } from './stage.ts';
import type { Document } from 'bson';

/** The beginning of a pipeline that a query can answer, with indexes, and the stages that remain. */
export interface PipelineStart {
  readonly query: DocumentQuery;
  readonly rest: readonly Document[];
}

/** Runs a pipeline over a collection; a missing one is empty. */
export function aggregateCollection(
  collection: Collection | undefined,
  pipeline: readonly Document[],
  scope: PipelineScope,
): Document[] {
  const { query, rest } = pipelineStart(pipeline, scope);
  const found = findDocuments(collection, query);
  const counted = countOnly(rest);
  if (counted) return found.length > 0 ? [counted(found.length)] : [];
  return runStages(found.map(toDocument), rest, scope);
}

function toDocument({ bson, score }: FoundDocument): Document {
  const document = readDocumentForExpressions(bson);
  if (score !== undefined) attachTextScore(document, score);
  return document;
}

/** Splits off the leading `$match`, `$sort`, `$skip` and `$limit`. */
export function pipelineStart(pipeline: readonly Document[], scope: PipelineScope): PipelineStart {
  const filters: Document[] = [];
  let position = 0;
  while (position < pipeline.length && isDocument(pipeline[position]!['$match']))
    filters.push(pipeline[position++]!['$match'] as Document);
  const sort =
    pipeline[position]?.['$sort'] === undefined ? undefined : parseSort(pipeline[position++]!['$sort'] as Document);
  const skip = pipeline[position]?.['$skip'] === undefined ? 0 : count('$skip', pipeline[position++]!['$skip'], 0);
  const limit = pipeline[position]?.['$limit'] === undefined ? 0 : count('$limit', pipeline[position++]!['$limit'], 1);
  const { collation, variables, transaction, deadline, hint } = scope;
  const filter =
    filters.length === 0 ? {} : filters.length === 1 ? filters[0]! : withText({ $and: filters }, filters[0]!);
  return {
    query: { filter, sort: sort ?? [], skip, limit, collation, variables, transaction, deadline, hint },
    rest: pipeline.slice(position),
  };
}

/** `$text` must stand at the top of a filter, where the planner sees it. */
function withText(filter: Document, first: Document): Document {
  if (!('$text' in first)) return filter;
  const { $text, ...rest } = first;
  return { $text, $and: [rest, ...(filter['$and'] as Document[]).slice(1)] };
}

/** `countDocuments` of the drivers is a `$group` that only counts: no document has to be read for it. */
function countOnly(rest: readonly Document[]): ((n: number) => Document) | undefined {
  if (rest.length !== 1) return undefined;
  const [stage] = rest as [Document];
  if (typeof stage['$count'] === 'string' && /^[^$.]+$/.test(stage['$count'])) {
    const name = stage['$count'];
    return n => ({ [name]: n });
  }
  const group: unknown = stage['$group'];
  if (!isDocument(group)) return undefined;
  const { _id: id, ...fields } = group;
  const entries = Object.entries(fields);
  if (!(id === null || isBsonNumber(id)) || entries.length !== 1) return undefined;
  const [[name, accumulator]] = entries as [[string, unknown]];
  if (!isDocument(accumulator) || accumulator['$sum'] !== 1) return undefined;
  return n => ({ _id: id, [name]: n });
}
