import { labelPairs } from './label-text.ts';
import { SeriesByLabel } from './series-by-label.ts';

export interface Count {
  value: number;
}

/** A counter or a gauge by labels; counting is an addition. */
export class CountMetric {
  readonly #options: { name: string; help: string; type: 'counter' | 'gauge'; labelNames: readonly string[] };
  readonly #series: SeriesByLabel<Count>;

  constructor(options: { name: string; help: string; type: 'counter' | 'gauge'; labelNames: readonly string[] }) {
    this.#options = options;
    this.#series = new SeriesByLabel(options.labelNames.length, () => ({ value: 0 }));
  }

  get(first: string, second?: string, third?: string): Count {
    return this.#series.get(first, second, third);
  }

  /** In the text format of Prometheus. */
  text(): string {
    const { name, help, type, labelNames } = this.#options;
    const lines = this.#series
      .entries()
      .map(({ labels, series }) => `${name}{${labelPairs(labelNames, labels)}} ${series.value}`);
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
  }
}
