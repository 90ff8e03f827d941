import { median } from '../../src/measurement/statistics.ts';
import type { Goal } from '../../src/runner/goal.ts';
import type { MeasuredContestant } from '../rounds/measure-rounds.ts';

/** That one contestant needs at most a fraction of another's CPU per request: an eighth is 8. By the medians of their rounds. */
export function atMostAFraction(measured: readonly MeasuredContestant[], ours: string, peer: string, of: number): Goal {
  const cpuOf = (wanted: string) => median(measured.find(({ name }) => name === wanted)?.cpu ?? []);
  const fraction = cpuOf(peer) / cpuOf(ours);
  return {
    claim: `CPU of ${ours} at most 1/${of} of ${peer}`,
    measured: `1/${fraction.toFixed(1)}`,
    isReached: fraction >= of,
  };
}
