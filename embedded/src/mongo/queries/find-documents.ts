import { MongoError } from '../errors/mongo-error.ts';
import { planQuery } from '../planning/planner.ts';
import { readDocument } from '../values/bson-codec.ts';
import { readFields } from '../values/document-bytes.ts';
import { compileFilter, type CompiledFilter } from './filter.ts';
import { sortBy, sortRootFields, type SortField } from './sort.ts';
import { attachTextScore } from './text-score.ts';
import type { Collection } from '../collections/collection.ts';
import type { ReadDocument } from '../collections/collection-writer.ts';
import type { QueryPlan } from '../planning/query-plan.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { Collation } from '../values/collation.ts';
import type { Document } from 'bson';

/** A query for documents of one collection. */
export interface DocumentQuery {
  readonly filter: Document;
  readonly sort?: readonly SortField[];
  readonly skip?: number;
  /** 0 or absent: no limit. */
  readonly limit?: number;
  readonly collation?: Collation | undefined;
  readonly hint?: unknown;
  readonly variables?: Document | undefined;
  readonly transaction?: Transaction | undefined;
  /** When to give up, in milliseconds since 1970. */
  readonly deadline?: number | undefined;
}

/** A document a query found, with its relevance when the query is a text search. */
export interface FoundDocument extends ReadDocument {
  readonly score?: number;
}

/** What a query did, for `explain`. */
export interface QueryStatistics {
  readonly plan: QueryPlan | undefined;
  readonly documentsExamined: number;
}

/** Between looks at the clock. */
const deadlineInterval = 1024;

/** Finds documents as of now, or as a transaction sees them, in the order asked for. */
export function findDocuments(collection: Collection | undefined, query: DocumentQuery): FoundDocument[] {
  return findWithStatistics(collection, query).found;
}

/** As {@link findDocuments}, also telling what it took. */
export function findWithStatistics(
  collection: Collection | undefined,
  query: DocumentQuery,
): { found: FoundDocument[]; statistics: QueryStatistics } {
  const { filter, sort = [], skip = 0, limit = 0, collation = collection?.options.collation, variables } = query;
  const plan = collection && planQuery(collection, { filter, sort, collation, hint: query.hint });
  const text = plan?.text;
  const compiled = compileFilter(filter, {
    collation,
    variables,
    ...(text || !collection ? { text: () => true } : {}),
  });
  if (!collection || !plan) return { found: [], statistics: { plan: undefined, documentsExamined: 0 } };

  const source = visibleDocuments(collection, plan, query.transaction);
  const sorted = sort.length === 0 || (plan.ordered && !source.unordered);
  const needed = limit > 0 && sorted ? skip + limit : Infinity;
  const found: FoundDocument[] = [];
  let documentsExamined = 0;
  for (const read of source.documents) {
    if (++documentsExamined % deadlineInterval === 0) assertInTime(query.deadline);
    if (text) {
      const document = readDocument(read.bson);
      const score = text.index.score(document, text.query);
      if (score !== undefined && compiled.test(document)) found.push({ ...read, score });
    } else if (matches(compiled, read.bson)) found.push(read);
    if (found.length >= needed) break;
  }
  const ordered = sorted ? found : sortFound(found, sort, collation);
  return {
    found: skip > 0 || limit > 0 ? ordered.slice(skip, limit > 0 ? skip + limit : undefined) : ordered,
    statistics: { plan, documentsExamined },
  };
}

function matches(filter: CompiledFilter, bson: Uint8Array): boolean {
  if (filter.fields === null) return filter.test(readDocument(bson));
  return filter.test(filter.fields.size === 0 ? {} : readFields(bson, filter.fields));
}

function sortFound(
  found: readonly FoundDocument[],
  sort: readonly SortField[],
  collation: Collation | undefined,
): FoundDocument[] {
  const fields = sortRootFields(sort);
  return sortBy(
    found,
    sort,
    ({ bson, score }) => {
      const document = fields ? readFields(bson, fields) : readDocument(bson);
      if (score !== undefined) attachTextScore(document, score);
      return document;
    },
    collation,
  );
}

function assertInTime(deadline: number | undefined): void {
  if (deadline !== undefined && Date.now() > deadline)
    throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
}

interface DocumentSource {
  readonly documents: Iterable<ReadDocument>;
  /** Whether documents beside the plan's come in, so that its order is lost. */
  readonly unordered: boolean;
}

/** The candidates as the reader may see them: newest versions, or a transaction's snapshot with its own writes. */
function visibleDocuments(
  collection: Collection,
  plan: QueryPlan,
  transaction: Transaction | undefined,
): DocumentSource {
  if (!transaction) return { documents: committedDocuments(plan), unordered: false };
  const own = transaction.writesTo(collection);
  return {
    documents: snapshotDocuments(collection, plan, transaction),
    unordered: own.size > 0 || collection.changed.size > 0,
  };
}

function* committedDocuments(plan: QueryPlan): Generator<ReadDocument> {
  for (const record of plan.candidates()) yield { idKey: record.idKey, bson: record.bson, record };
}

function* snapshotDocuments(
  collection: Collection,
  plan: QueryPlan,
  transaction: Transaction,
): Generator<ReadDocument> {
  const own = transaction.writesTo(collection);
  const { snapshot } = transaction;
  for (const record of plan.candidates()) {
    if (record.commit <= snapshot && !own.has(record.idKey)) yield { idKey: record.idKey, bson: record.bson, record };
  }
  // Indexes know only the newest versions, so what changed since is looked at one by one.
  for (const record of collection.changed) {
    if (record.commit <= snapshot || own.has(record.idKey)) continue;
    const bson = record.versionAt(snapshot);
    if (bson) yield { idKey: record.idKey, bson, record };
  }
  for (const { idKey, bson, record } of own.values()) if (bson) yield { idKey, bson, record };
}
