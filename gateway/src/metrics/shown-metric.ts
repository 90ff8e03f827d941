import { labelPairs } from './label-text.ts';

export interface ShownValue {
  /** Values come from the schema, the settings or the code, never freely from clients. */
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** A number, or one for each combination of labels, that its owner keeps anyway: it is read when the metrics are asked for. */
export interface ShownMetric {
  /** `polyphony_...`; a counter's ends in `_total`. */
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  read(): number | Iterable<ShownValue>;
}

/** In the text format of Prometheus. */
export function shownText({ name, help, type, read }: ShownMetric): string {
  const values = read();
  const lines =
    typeof values === 'number'
      ? [`${name} ${values}`]
      : Array.from(values, ({ labels, value }) => {
          const pairs = labelPairs(Object.keys(labels), Object.values(labels));
          return pairs === '' ? `${name} ${value}` : `${name}{${pairs}} ${value}`;
        });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
}
