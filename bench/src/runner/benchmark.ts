/** What a benchmark is run with. */
export interface BenchmarkRun {
  /** How often each measurement is repeated. */
  readonly rounds: number;
  /** Concurrent replies of a measurement under load. */
  readonly streams: number;
  /** Disposed of when the benchmark ends or is interrupted: processes, servers, folders. */
  readonly resources: AsyncDisposableStack;
}

export interface Benchmark {
  readonly name: string;
  /** One line: what is measured against what. */
  readonly description: string;
  run(options: BenchmarkRun): Promise<void>;
}
