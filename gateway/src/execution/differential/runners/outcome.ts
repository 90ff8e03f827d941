import type { GraphQLFormattedError } from 'graphql';
import type { RecordedFetch } from '../subgraphs/run.ts';

/** What an operation came to, whoever executed it. */
export interface Outcome {
  /** Undefined when nothing was executed. */
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  readonly fetches: readonly RecordedFetch[];
}

/** What Apollo's executor made of it. */
export interface StockOutcome extends Outcome {
  /** Paths of what it found wrong in the data and does not tell clients of as errors. */
  readonly hiddenPaths: readonly (readonly (string | number)[])[];
}
