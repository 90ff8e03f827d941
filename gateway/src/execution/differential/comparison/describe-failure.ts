import { prettyFormatQueryPlan, type QueryPlan } from '@apollo/query-planner';
import type { Faults } from '../faults/faults.ts';
import type { ComparedOperation } from '../runners/compared-operation.ts';
import type { Outcome, StockOutcome } from '../runners/outcome.ts';
import type { WholeGraphOutcome } from '../runners/whole-graph-runner.ts';
import type { World } from '../world/world.ts';

export interface Failure {
  readonly world: World;
  readonly seed: number;
  readonly engine: string;
  readonly faults: Faults;
  readonly operation: ComparedOperation;
  readonly plan: QueryPlan;
  readonly differences: readonly string[];
  readonly whole: WholeGraphOutcome;
  readonly stock: StockOutcome | undefined;
  readonly outcome: Outcome;
}

/** All that is needed to see what went wrong, and how to see it again. */
export function describeFailure(failure: Failure): string {
  const { world, seed, engine, faults, operation, plan, differences, whole, stock, outcome } = failure;
  const { query, variables, operationName } = operation;
  const parts = [
    `DIFFERENTIAL_ONLY="${world.name}:${seed}" (subgraphs answer ${engine}, faults: ${faults.name})`,
    ...differences.slice(0, 8).map(difference => `  - ${difference}`),
    `operation ${operationName ?? ''}: ${query}`,
    `variables: ${JSON.stringify(variables)}`,
    prettyFormatQueryPlan(plan),
    `whole graph, undisturbed: ${JSON.stringify(whole.data)}`,
    `stock: ${JSON.stringify(stock?.data)}`,
    `       errors ${JSON.stringify(stock?.errors)} hidden ${JSON.stringify(stock?.hiddenPaths)}`,
    `ours:  ${JSON.stringify(outcome.data)}`,
    `       errors ${JSON.stringify(outcome.errors)}`,
  ];
  for (const [who, fetches] of [
    ['stock', stock?.fetches ?? []],
    ['ours', outcome.fetches],
  ] as const) {
    parts.push(`fetches of ${who}:`);
    for (const { subgraph, query: text, variables: given, answer } of fetches) {
      parts.push(
        `  ${subgraph}: ${text} ${JSON.stringify(given)}${answer === undefined ? '' : `\n    => ${JSON.stringify(answer)}`}`,
      );
    }
  }
  return parts.join('\n');
}
