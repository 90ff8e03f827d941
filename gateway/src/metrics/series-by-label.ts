/** What an error code, a name or anything else counts under when there are too many different ones. */
export const other = 'other';

/**
 * One series for each combination of labels, found without building a key. However many values turn up, there are never more than
 * `limit` combinations: what comes later counts as `other`.
 */
export class SeriesByLabel<Series> {
  readonly #root = new Map<string, unknown>();
  readonly #all: { labels: readonly string[]; series: Series }[] = [];
  readonly #depth: number;
  readonly #create: () => Series;
  readonly #limit: number;

  constructor(depth: number, create: () => Series, limit = 1000) {
    this.#depth = depth;
    this.#create = create;
    this.#limit = limit;
  }

  /** The series of these labels, as many as the metric has. */
  get(first: string, second?: string, third?: string): Series {
    let found = this.#root.get(first);
    if (second !== undefined && found !== undefined) found = (found as Map<string, unknown>).get(second);
    if (third !== undefined && found !== undefined) found = (found as Map<string, unknown>).get(third);
    return (found as Series | undefined) ?? this.#add([first, second, third].slice(0, this.#depth) as string[]);
  }

  entries(): readonly { labels: readonly string[]; series: Series }[] {
    return this.#all;
  }

  #add(labels: readonly string[]): Series {
    if (this.#all.length >= this.#limit && labels.some(label => label !== other)) {
      const [first = other, second, third] = labels.map(() => other);
      return this.get(first, second, third);
    }
    let level = this.#root;
    for (const label of labels.slice(0, -1)) {
      let next = level.get(label) as Map<string, unknown> | undefined;
      if (next === undefined) level.set(label, (next = new Map<string, unknown>()));
      level = next;
    }
    const series = this.#create();
    level.set(labels.at(-1) ?? other, series);
    this.#all.push({ labels, series });
    return series;
  }
}
