import type { StoredRecord } from '../collections/stored-record.ts';
import type { TextIndex } from '../indexes/text-index.ts';
import type { TextQuery } from '../indexes/text-query.ts';
import type { Document } from 'bson';

/** How a query finds its candidates among the committed documents. Every candidate is still to be tested by the filter. */
export interface QueryPlan {
  /** The candidates, each once. */
  candidates(): Iterable<StoredRecord>;
  /** Whether candidates come in the order the query asks for. */
  readonly ordered: boolean;
  /** The winning plan as `explain` shows it. */
  readonly stage: Document;
  /** How many index keys the plan has looked at so far. */
  keysExamined: number;
  readonly text?: { readonly index: TextIndex; readonly query: TextQuery };
}
