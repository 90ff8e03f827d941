import { Random } from '../random.ts';
import { createFaults, faultFamilies, noFaults, type Faults } from '../faults/faults.ts';
import { generateOperation } from '../generator/operation-generator.ts';
import type { ComparedOperation } from '../runners/compared-operation.ts';
import type { EngineRunner } from '../runners/engine-runner.ts';
import type { Outcome, StockOutcome } from '../runners/outcome.ts';
import type { StockRunner } from '../runners/stock-runner.ts';
import { runOnWholeGraph } from '../runners/whole-graph-runner.ts';
import { plainStyle, randomStyle, type Run } from '../subgraphs/run.ts';
import type { World } from '../world/world.ts';
import { compareDisturbed, compareUndisturbed } from './compare-outcomes.ts';
import type { Comparison } from './comparison.ts';
import { describeFailure } from './describe-failure.ts';
import { firstDifference } from './first-difference.ts';
import type { DivergenceName } from './known-divergences.ts';

/** Those who execute operations on one world. */
export interface Contestants {
  readonly world: World;
  readonly stock: StockRunner;
  /** Ours, by how it reaches the subgraphs. */
  readonly engines: Readonly<Record<string, EngineRunner>>;
}

/** What the comparison of one operation came to. */
export interface OperationVerdict {
  /** Executions that were compared. */
  runs: number;
  /** Neither planned it. */
  refused: boolean;
  /** Stock answers otherwise than the whole graph. */
  stockIsWrong: boolean;
  readonly divergences: Set<DivergenceName>;
  /** Reports of what differs. */
  readonly failures: string[];
}

/** How many of the families of faults an operation is compared with. */
const disturbedRuns = 2;

/** Compares one generated operation: undisturbed, then with faults, each on every engine. */
export async function compareOperation(contestants: Contestants, seed: number): Promise<OperationVerdict> {
  return compareGiven(contestants, generateOperation(contestants.world.apiSchema, seed), seed);
}

/** The same for an operation that is given; the seed decides about faults and styles. */
export async function compareGiven(
  { world, stock, engines }: Contestants,
  operation: ComparedOperation,
  seed: number,
): Promise<OperationVerdict> {
  const verdict: OperationVerdict = {
    runs: 0,
    refused: false,
    stockIsWrong: false,
    divergences: new Set(),
    failures: [],
  };
  const [first] = Object.values(engines) as [EngineRunner];
  const plan = attempt(() => stock.plan(operation));
  // Planning costs most, so that one preparation serves every run, however the subgraphs are reached.
  const prepared = attempt(() => first.prepare(operation));
  if ('thrown' in prepared) {
    verdict.refused = true;
    if (!('thrown' in plan)) {
      verdict.failures.push(`${world.name}:${seed} was refused (${String(prepared.thrown)})\n${operation.query}`);
    }
    return verdict;
  }
  const whole = await runOnWholeGraph(world, operation);
  const runStock = async (faults: Faults) =>
    'thrown' in plan || world.beyondStock
      ? undefined
      : stock.run(operation, plan.value, newRun(faults, plainStyle(new Random(seed)), true));
  const check = async (
    faults: Faults,
    expected: StockOutcome | undefined,
    compare: (engine: Outcome) => Comparison,
  ) => {
    for (const [name, engine] of Object.entries(engines)) {
      const run = newRun(faults, randomStyle(new Random(`${seed} ${name} ${faults.name}`)), false);
      const outcome = await engine.run(operation, prepared.value, run);
      const comparison = compare(outcome);
      if (run.malformed > 0 && outcome.errors.length === 0) {
        comparison.differences.push('no error tells of an answer of the wrong shape');
      }
      verdict.runs++;
      for (const divergence of comparison.divergences) verdict.divergences.add(divergence);
      if (comparison.differences.length === 0) continue;
      verdict.failures.push(
        describeFailure({
          world,
          seed,
          engine: name,
          faults,
          operation,
          plan: prepared.value.queryPlan,
          differences: comparison.differences,
          whole,
          stock: expected,
          outcome,
        }),
      );
    }
  };

  const undisturbed = await runStock(noFaults);
  verdict.stockIsWrong = undisturbed === undefined || firstDifference(whole.data, undisturbed.data) !== undefined;
  await check(noFaults, undisturbed, outcome => compareUndisturbed(whole, undisturbed, outcome));
  if (verdict.stockIsWrong || stock.asksInstead(operation)) return verdict;
  for (const faults of faultsOf(seed)) {
    const expected = await runStock(faults);
    if (expected !== undefined) await check(faults, expected, outcome => compareDisturbed(whole, expected, outcome));
  }
  return verdict;
}

function faultsOf(seed: number): Faults[] {
  return Array.from({ length: disturbedRuns }, (_run, index) =>
    createFaults(faultFamilies[(seed * disturbedRuns + index) % faultFamilies.length]!, seed),
  );
}

const newRun = (faults: Faults, style: Run['style'], repaired: boolean): Run => ({
  faults,
  style,
  repaired,
  withoutErrors: false,
  mutations: 0,
  malformed: 0,
  fetches: [],
  recordsAnswers: process.env['DIFFERENTIAL_ONLY'] !== undefined,
});

function attempt<T>(action: () => T): { value: T } | { thrown: unknown } {
  try {
    return { value: action() };
  } catch (thrown) {
    return { thrown };
  }
}
