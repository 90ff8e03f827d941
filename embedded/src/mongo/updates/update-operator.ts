import type { FilterContext } from '../queries/predicate.ts';
import type { Document } from 'bson';

/** What one operator does at one concrete path of a document it may change in place. */
export interface FieldUpdate {
  apply(document: Document, segments: readonly string[]): void;
}

/** What operators may need to know of the update they are part of. */
export interface UpdateContext extends FilterContext {
  /** The time of the statement, the same for all documents and fields. */
  readonly now: Date;
}

/** Makes the update of one operator at one path from its operand. Throws for bad operands. */
export type UpdateOperator = (operand: unknown, path: string, context: UpdateContext) => FieldUpdate;
