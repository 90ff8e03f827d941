import { MongoError } from '../errors/mongo-error.ts';
import { parseTextQuery } from '../indexes/text-query.ts';
import { isDocument } from '../values/bson-type.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { indexBounds, wholeIndex, type IndexBounds } from './index-bounds.ts';
import { impliesPartialFilter } from './partial-index.ts';
import { pathConditions, type PathCondition } from './path-conditions.ts';
import { providesSort } from './sort-order.ts';
import type { Collection } from '../collections/collection.ts';
import type { StoredRecord } from '../collections/stored-record.ts';
import type { DocumentIndex } from '../indexes/document-index.ts';
import type { SortField } from '../queries/sort.ts';
import type { Collation } from '../values/collation.ts';
import type { Document } from 'bson';
import type { QueryPlan } from './query-plan.ts';

/** What the planner must know of a query. */
export interface PlannedQuery {
  readonly filter: Document;
  readonly sort: readonly SortField[];
  readonly collation: Collation | undefined;
  /** An index's name or key pattern, or `{ $natural: 1 }`. */
  readonly hint: unknown;
}

interface IndexScan {
  readonly index: DocumentIndex;
  readonly bounds: IndexBounds;
  readonly ordered: false | 'forward' | 'backward';
  readonly score: number;
}

/** Chooses how to find a query's candidates: by `_id`, by an index, by several for `$or`, or by going through everything. */
export function planQuery(collection: Collection, query: PlannedQuery): QueryPlan {
  if (query.filter['$text'] !== undefined) return textPlan(collection, query.filter['$text']);
  const { hint } = query;
  if (isDocument(hint) && '$natural' in hint) return collectionScan(collection, Number(hint['$natural']) < 0);
  const conditions = pathConditions(query.filter);
  if (hint !== undefined && hint !== null && !(isDocument(hint) && Object.keys(hint).length === 0))
    return hintedPlan(collection, query, conditions, hint);
  return (
    idPlan(collection, query, conditions) ??
    bestIndexPlan(collection, query, conditions) ??
    alternativesPlan(collection, query) ??
    collectionScan(collection, false)
  );
}

function collectionScan(collection: Collection, backward: boolean): QueryPlan {
  return {
    ordered: false,
    keysExamined: 0,
    stage: { stage: 'COLLSCAN', direction: backward ? 'backward' : 'forward' },
    candidates: () => (backward ? [...collection.records.values()].toReversed() : collection.records.values()),
  };
}

/** One document by its `_id` needs no index. */
function idPlan(
  collection: Collection,
  { collation }: PlannedQuery,
  conditions: ReadonlyMap<string, PathCondition>,
): QueryPlan | undefined {
  const points = conditions.get('_id')?.points;
  if (points?.length !== 1 || collation?.id !== collection.options.collation?.id) return undefined;
  const plan: QueryPlan = {
    ordered: true,
    keysExamined: 0,
    stage:
      conditions.size === 1
        ? { stage: 'IDHACK' }
        : {
            stage: 'FETCH',
            inputStage: { stage: 'IXSCAN', keyPattern: { _id: 1 }, indexName: '_id_', isMultiKey: false },
          },
    candidates: () => {
      plan.keysExamined++;
      const record = collection.records.get(collection.idKeyOf(points[0]));
      return record ? [record] : [];
    },
  };
  return plan;
}

function textPlan(collection: Collection, operand: unknown): QueryPlan {
  const [index] = collection.textIndexes.values();
  if (!index) throw new MongoError('IndexNotFound', 'text index required for $text query');
  const query = parseTextQuery(operand, index.language);
  const plan: QueryPlan = {
    ordered: false,
    keysExamined: 0,
    stage: {
      stage: 'TEXT_MATCH',
      indexPrefix: {},
      indexName: index.definition.name,
      parsedTextQuery: { terms: query.terms, phrases: query.phrases },
    },
    text: { index, query },
    candidates: () => {
      const candidates = index.candidates(query);
      plan.keysExamined += candidates.size;
      return candidates;
    },
  };
  return plan;
}

function hintedPlan(
  collection: Collection,
  query: PlannedQuery,
  conditions: ReadonlyMap<string, PathCondition>,
  hint: unknown,
): QueryPlan {
  const index = [...collection.indexes.values()].find(({ definition }) =>
    typeof hint === 'string' ? definition.name === hint : encodeKey(definition.key) === encodeKey(hint),
  );
  if (!index)
    throw new MongoError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  return scanPlan([scanOf(index, query, conditions) ?? wholeScan(index, query)]);
}

function bestIndexPlan(
  collection: Collection,
  query: PlannedQuery,
  conditions: ReadonlyMap<string, PathCondition>,
): QueryPlan | undefined {
  const scan = bestScan(collection, query, conditions);
  return scan && scanPlan([scan]);
}

function bestScan(
  collection: Collection,
  query: PlannedQuery,
  conditions: ReadonlyMap<string, PathCondition>,
): IndexScan | undefined {
  let best: IndexScan[] = [];
  for (const index of collection.indexes.values()) {
    const { definition } = index;
    if (definition.hidden) continue;
    if (definition.partialFilter && !impliesPartialFilter(query.filter, conditions, definition.partialFilter)) continue;
    const scan = scanOf(index, query, conditions) ?? sortOnlyScan(index, query);
    if (!scan || (definition.sparse && !definition.fields.some(field => conditions.get(field.path)?.exists))) continue;
    if (best.length === 0 || scan.score > best[0]!.score) best = [scan];
    else if (scan.score === best[0]!.score) best.push(scan);
  }
  if (best.length <= 1) return best[0];
  // Equally promising: the one with the fewest keys, counted no further than need be.
  const sized = best.map(scan => ({ scan, keys: countKeys(scan, 500) }));
  return sized.toSorted((a, b) => a.keys - b.keys)[0]!.scan;
}

function scanOf(
  index: DocumentIndex,
  query: PlannedQuery,
  conditions: ReadonlyMap<string, PathCondition>,
): IndexScan | undefined {
  const bounds = indexBounds(index, conditions, query.collation);
  if (!bounds) return undefined;
  const ordered = providesSort(index, bounds, query.sort, query.collation);
  return {
    index,
    bounds,
    ordered,
    score: bounds.pointFields * 100 + (bounds.hasRange ? 50 : 0) + (query.sort.length > 0 && ordered ? 40 : 0),
  };
}

function wholeScan(index: DocumentIndex, query: PlannedQuery): IndexScan {
  return { index, bounds: wholeIndex, ordered: providesSort(index, wholeIndex, query.sort, query.collation), score: 0 };
}

/** An index whose order is the one asked for saves sorting, even when the filter does not confine it. */
function sortOnlyScan(index: DocumentIndex, query: PlannedQuery): IndexScan | undefined {
  if (query.sort.length === 0 || index.definition.sparse) return undefined;
  const scan = wholeScan(index, query);
  return scan.ordered ? { ...scan, score: 10 } : undefined;
}

/** `$or` each of whose clauses an index serves. */
function alternativesPlan(collection: Collection, query: PlannedQuery): QueryPlan | undefined {
  const clauses: unknown = query.filter['$or'];
  if (!Array.isArray(clauses) || clauses.length === 0) return undefined;
  const scans: IndexScan[] = [];
  for (const clause of clauses) {
    if (!isDocument(clause)) return undefined;
    const scan = bestScan(collection, { ...query, filter: clause, sort: [] }, pathConditions(clause));
    if (!scan) return undefined;
    scans.push(scan);
  }
  return scanPlan(scans);
}

function countKeys({ index, bounds }: IndexScan, limit: number): number {
  let count = 0;
  for (const { from, to } of bounds.ranges) {
    for (const _record of index.entries.range(from, to)) if (++count >= limit) return count;
  }
  return count;
}

function scanPlan(scans: readonly IndexScan[]): QueryPlan {
  const [first] = scans;
  const needsDeduplication = scans.length > 1 || first!.index.multikey;
  const plan: QueryPlan = {
    ordered: scans.length === 1 && first!.ordered !== false,
    keysExamined: 0,
    stage:
      scans.length === 1
        ? scanStage(first!)
        : {
            stage: 'SUBPLAN',
            inputStage: {
              stage: 'FETCH',
              inputStage: { stage: 'OR', inputStages: scans.map(scan => scanStage(scan)['inputStage'] as Document) },
            },
          },
    candidates: function* () {
      const seen = needsDeduplication ? new Set<StoredRecord>() : undefined;
      for (const { index, bounds, ordered } of scans) {
        const backward = ordered === 'backward';
        for (const { from, to } of backward ? bounds.ranges.toReversed() : bounds.ranges) {
          for (const record of index.entries.range(from, to, backward)) {
            plan.keysExamined++;
            if (seen?.has(record)) continue;
            seen?.add(record);
            yield record;
          }
        }
      }
    },
  };
  return plan;
}

function scanStage({ index, bounds, ordered }: IndexScan): Document {
  const { name, key, unique, sparse, partialFilter } = index.definition;
  return {
    stage: 'FETCH',
    inputStage: {
      stage: 'IXSCAN',
      keyPattern: key,
      indexName: name,
      isMultiKey: index.multikey,
      isUnique: unique,
      isSparse: sparse,
      isPartial: partialFilter !== undefined,
      direction: ordered === 'backward' ? 'backward' : 'forward',
      boundedFields: bounds.pointFields + (bounds.hasRange ? 1 : 0),
      ranges: bounds.ranges.length,
    },
  };
}
