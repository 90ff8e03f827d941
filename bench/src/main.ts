// `npm run bench [-- NAME] [--rounds N] [--streams N]`: runs one benchmark, or all.
import { parseArgs } from 'node:util';
import { describeMachine } from './runner/describe-machine.ts';
import type { Benchmark } from './runner/benchmark.ts';
import { startUp } from './start-up/start-up.benchmark.ts';
import { tokenLatency } from './token-latency/token-latency.benchmark.ts';

const benchmarks: Benchmark[] = [tokenLatency, startUp];

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter(argument => argument !== '--'),
  options: { rounds: { type: 'string', default: '5' }, streams: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const streams = Number(values.streams);
const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const areCounts = [rounds, streams].every(count => Number.isInteger(count) && count >= 1 && count <= 100);
if (chosen.length < Math.max(1, positionals.length) || !areCounts) {
  console.error('Usage: npm run bench -- [NAME] [--rounds 1..100] [--streams 1..100]');
  for (const { name, description } of benchmarks) console.error(`  ${name.padEnd(14)} ${description}`);
  process.exit(2);
}

let resources = new AsyncDisposableStack();

async function runChosen(): Promise<number> {
  console.log(describeMachine());
  for (const { name, description, run } of chosen) {
    console.log(`\n${name}: ${description}\n`);
    resources = new AsyncDisposableStack();
    await run({ rounds, streams, resources });
    await resources.disposeAsync();
  }
  return 0;
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
