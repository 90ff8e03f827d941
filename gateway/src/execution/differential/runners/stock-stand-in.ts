import type { Run } from '../subgraphs/run.ts';
import type { World } from '../world/world.ts';
import type { EngineRunner } from './engine-runner.ts';
import type { Outcome } from './outcome.ts';
import { createStockRunner } from './stock-runner.ts';

/**
 * Apollo's executor in the place of ours: what a comparison with itself comes to, and, with `change`, whether a comparison notices
 * that an answer was changed. It tells the errors that stock does not.
 */
export function createStockStandIn(
  world: World,
  change: (outcome: Outcome, run: Run) => Outcome = outcome => outcome,
): EngineRunner {
  const stock = createStockRunner(world);
  return {
    prepare: operation => ({ queryPlan: stock.plan(operation) }),
    async run(operation, { queryPlan }, run) {
      const { data, errors, hiddenPaths, fetches } = await stock.run(operation, queryPlan, {
        ...run,
        repaired: true,
      });
      const isOwnFailure = (error: Outcome['errors'][number]) =>
        error.path === undefined && error.extensions?.['code'] === 'INTERNAL_SERVER_ERROR';
      const told = [
        ...errors.map(error => (isOwnFailure(error) ? { ...error, extensions } : error)),
        ...hiddenPaths.map(path => ({ message: 'Null does not belong here.', path, extensions })),
      ];
      return change({ data, errors: told, fetches }, run);
    },
  };
}

const extensions = { code: 'DOWNSTREAM_SERVICE_ERROR' };
