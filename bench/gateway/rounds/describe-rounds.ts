import { formatRatio, formatSpread } from '../../src/measurement/format-spread.ts';
import { formatTable } from '../../src/measurement/table.ts';
import type { MeasuredContestant } from './measure-rounds.ts';

/** A row a contestant; ratios of CPU are to the first. */
export function describeRounds(measured: readonly MeasuredContestant[]): string {
  const [first] = measured;
  return formatTable(
    ['gateway', 'CPU ms/request', 'ratio', 'requests/s', 'p99, ms'],
    measured.map(({ name, cpu, rate, p99 }) => [
      name,
      formatSpread(cpu, 2),
      formatRatio(cpu, first?.cpu ?? []),
      formatSpread(rate, 0),
      formatSpread(p99, 0),
    ]),
  );
}
