import type { Goal } from './goal.ts';

/** What a benchmark is run with. */
export interface BenchmarkRun {
  /** How often each measurement is repeated. */
  readonly rounds: number;
  /** Concurrent replies of a measurement under load. */
  readonly streams: number;
  /** How long each round of load lasts. */
  readonly seconds: number;
  /** How long a measurement lasts that looks for leaks. */
  readonly minutes: number;
  /** A folder that CPU profiles of what is measured are written into, each from a round of its own. */
  readonly profileFolder: string | undefined;
  /** Disposed of when the benchmark ends or is interrupted: processes, servers, folders. */
  readonly resources: AsyncDisposableStack;
}

export interface Benchmark {
  readonly name: string;
  /** One line: what is measured against what. */
  readonly description: string;
  /** Answers what it had to show, where there is anything. */
  run(options: BenchmarkRun): Promise<readonly Goal[] | void>;
}
