// `npm run bench [-- NAME ...] [options]`: runs the named benchmarks, or all. Exits with 1 when one did not show what it must.
import { gatewayBenchmarks } from '../gateway/gateway-benchmarks.ts';
import type { Benchmark } from './runner/benchmark.ts';
import { chooseBenchmarks } from './runner/choose-benchmarks.ts';
import { describeMachine } from './runner/describe-machine.ts';
import { formatGoals } from './runner/goal.ts';
import { readArguments, usage } from './runner/read-arguments.ts';
import { startUp } from './start-up/start-up.benchmark.ts';
import { tokenLatency } from './token-latency/token-latency.benchmark.ts';

const benchmarks: readonly Benchmark[] = [tokenLatency, startUp, ...gatewayBenchmarks];

function readChoice() {
  try {
    const { names, settings } = readArguments(process.argv.slice(2));
    const chosen = chooseBenchmarks(benchmarks, names);
    if (chosen === undefined) throw new Error('There is no such benchmark.');
    return { chosen, settings };
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: ${usage}`);
    for (const { name, description } of benchmarks) console.error(`  ${name.padEnd(26)} ${description}`);
    return process.exit(2);
  }
}

const { chosen, settings } = readChoice();
let resources = new AsyncDisposableStack();

async function runChosen(): Promise<number> {
  let exitCode = 0;
  console.log(describeMachine());
  for (const { name, description, run } of chosen) {
    console.log(`\n${name}: ${description}\n`);
    resources = new AsyncDisposableStack();
    try {
      const goals = (await run({ ...settings, resources })) ?? [];
      if (goals.length > 0) console.log(`\n${formatGoals(goals)}`);
      if (goals.some(({ isReached }) => !isReached)) exitCode = 1;
    } catch (error) {
      // The others may still have something to show.
      console.error(`${name} failed:`, error);
      exitCode = 1;
    } finally {
      await resources.disposeAsync();
    }
  }
  return exitCode;
}

const interrupted = new Promise<number>(resolve => {
  process.once('SIGINT', () => resolve(130));
  process.once('SIGTERM', () => resolve(143));
});
try {
  // A benchmark whose servers are stopped under it fails; after an interruption nobody wants to read of that.
  process.exitCode = await Promise.race([runChosen(), interrupted]);
} finally {
  await resources.disposeAsync();
}
process.exit();
