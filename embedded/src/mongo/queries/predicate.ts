import type { Collation } from '../values/collation.ts';
import type { Document } from 'bson';

/** Tests one value a path leads to; a missing field is undefined. */
export type ValuePredicate = (value: unknown) => boolean;

/** Tests a whole document. */
export type DocumentPredicate = (document: Document) => boolean;

/** What a filter may refer to besides the document. */
export interface FilterContext {
  readonly collation?: Collation | undefined;
  /** `let` variables, for `$expr`. */
  readonly variables?: Document | undefined;
  /** The test that stands for `$text`; without it `$text` is refused. */
  readonly text?: DocumentPredicate | undefined;
}

/**
 * The test of one operator at one path. `perElement` predicates hold for an array when they hold for the array itself or for
 * any of its elements; others see the value as it is.
 */
export interface OperatorTest {
  readonly test: ValuePredicate;
  readonly perElement: boolean;
  /** For `$ne`, `$nin`, `$not`: the path must not satisfy the test. */
  readonly negated?: boolean;
}
