import type { Outcome, StockOutcome } from '../runners/outcome.ts';
import type { WholeGraphOutcome } from '../runners/whole-graph-runner.ts';
import { compareErrors } from './compare-errors.ts';
import { newComparison, type Comparison } from './comparison.ts';
import { firstDifference } from './first-difference.ts';

/**
 * Compares where nothing goes wrong in the subgraphs. What the whole graph says decides; where stock says otherwise, it is stock that
 * is wrong (see the known divergences).
 */
export function compareUndisturbed(
  whole: WholeGraphOutcome,
  stock: StockOutcome | undefined,
  engine: Outcome,
): Comparison {
  const comparison = newComparison();
  const difference = firstDifference(whole.data, engine.data);
  if (difference !== undefined) comparison.differences.push(difference);
  if (stock !== undefined && firstDifference(whole.data, stock.data) === undefined) {
    compareErrors(stock, engine, whole.fields, comparison);
  } else {
    // What the schema forbids is null on the whole graph too: the inaccessible.
    for (const { message, path, extensions } of engine.errors) {
      if (extensions?.['code'] === 'DOWNSTREAM_SERVICE_ERROR' || engine.data === undefined) continue;
      comparison.differences.push(`unexpected error ${message} at ${JSON.stringify(path ?? null)}`);
    }
  }
  return comparison;
}

/** Compares where subgraphs fail. `whole` is what the operation comes to where they do not. */
export function compareDisturbed(whole: WholeGraphOutcome, stock: StockOutcome, engine: Outcome): Comparison {
  const comparison = newComparison();
  if (failedAltogether(stock)) {
    comparison.divergences.add('malformed answers');
    if (engine.errors.length === 0) comparison.differences.push('no error tells of the malformed answers');
    if (engine.errors.some(({ extensions }) => extensions?.['code'] === 'INTERNAL_SERVER_ERROR')) {
      comparison.differences.push('malformed answers became an internal error');
    }
    return comparison;
  }
  const difference = firstDifference(stock.data, engine.data);
  if (difference !== undefined) comparison.differences.push(difference);
  compareErrors(stock, engine, whole.fields, comparison);
  return comparison;
}

/** Whether stock's own checks threw. */
function failedAltogether({ data, errors }: StockOutcome): boolean {
  return (
    (data === undefined || data === null) &&
    errors.some(({ path, extensions }) => path === undefined && extensions?.['code'] === 'INTERNAL_SERVER_ERROR')
  );
}
