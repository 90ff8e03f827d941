import { labelPairs } from './label-text.ts';
import { SeriesByLabel } from './series-by-label.ts';

/** Upper bounds in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const boundsMs = bounds.map(seconds => seconds * 1000);

/** How long things of one kind took. */
export class Durations {
  /** By bucket; the last is for what is beyond all bounds. */
  readonly buckets = new Float64Array(bounds.length + 1);
  totalMs = 0;

  observe(milliseconds: number): void {
    let index = 0;
    while (index < boundsMs.length && milliseconds > (boundsMs[index] as number)) index += 1;
    this.buckets[index] = (this.buckets[index] as number) + 1;
    this.totalMs += milliseconds;
  }
}

/**
 * A histogram by labels. prom-client's own checks and hashes the labels at every observation, which takes twenty times as long.
 */
export class DurationMetric {
  readonly #name: string;
  readonly #help: string;
  readonly #labelNames: readonly string[];
  readonly #series: SeriesByLabel<Durations>;

  constructor({ name, help, labelNames }: { name: string; help: string; labelNames: readonly string[] }) {
    this.#name = name;
    this.#help = help;
    this.#labelNames = labelNames;
    this.#series = new SeriesByLabel(labelNames.length, () => new Durations());
  }

  get(first: string, second?: string, third?: string): Durations {
    return this.#series.get(first, second, third);
  }

  /** In the text format of Prometheus. */
  text(): string {
    const name = this.#name;
    const lines = [`# HELP ${name} ${this.#help}`, `# TYPE ${name} histogram`];
    for (const { labels, series } of this.#series.entries()) {
      const pairs = labelPairs(this.#labelNames, labels);
      let count = 0;
      for (const [index, inBucket] of series.buckets.entries()) {
        count += inBucket;
        lines.push(`${name}_bucket{le="${bounds[index] ?? '+Inf'}",${pairs}} ${count}`);
      }
      lines.push(`${name}_sum{${pairs}} ${series.totalMs / 1000}`, `${name}_count{${pairs}} ${count}`);
    }
    return lines.join('\n');
  }
}
