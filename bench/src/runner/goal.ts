import { formatTable } from '../measurement/table.ts';

/** Something that a benchmark must show. */
export interface Goal {
  /** What is claimed, with its limit. */
  readonly claim: string;
  readonly measured: string;
  readonly isReached: boolean;
}

/** What a benchmark had to show and whether it did. */
export function formatGoals(goals: readonly Goal[]): string {
  return formatTable(
    ['goal', 'measured', ''],
    goals.map(({ claim, measured, isReached }) => [claim, measured, isReached ? 'reached' : 'MISSED']),
  );
}
