import type { Benchmark } from './benchmark.ts';

/**
 * The benchmarks that are meant: `gateway` means all of `gateway/...`, nothing means everything. Undefined where a name means none.
 */
export function chooseBenchmarks<Named extends Pick<Benchmark, 'name'>>(
  benchmarks: readonly Named[],
  wanted: readonly string[],
): readonly Named[] | undefined {
  if (wanted.length === 0) return benchmarks;
  const isMeant = (name: string, by: string) => name === by || name.startsWith(`${by}/`);
  if (!wanted.every(by => benchmarks.some(({ name }) => isMeant(name, by)))) return undefined;
  return benchmarks.filter(({ name }) => wanted.some(by => isMeant(name, by)));
}
