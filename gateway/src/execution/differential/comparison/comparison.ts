import type { DivergenceName } from './known-divergences.ts';

/** What a comparison found. */
export interface Comparison {
  /** Differences that nothing explains, each in one line. */
  readonly differences: string[];
  /** Known divergences that were met. */
  readonly divergences: Set<DivergenceName>;
}

export const newComparison = (): Comparison => ({ differences: [], divergences: new Set() });
