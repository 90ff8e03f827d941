import { other } from './series-by-label.ts';

const longestName = 64;

/**
 * Names of operations as labels. Clients choose them, so only so many are told apart: those that were told in advance, and the
 * first others that ran. An operation without a name is `anonymous`.
 */
export class OperationNames {
  readonly #known = new Set<string>();
  readonly #reserved = new Set<string>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Names that always count under themselves, such as those of trusted documents. Replaces those told before. */
  reserve(names: Iterable<string>): void {
    this.#reserved.clear();
    for (const name of names) {
      if (this.#reserved.size >= this.#limit) return;
      if (name.length <= longestName) this.#reserved.add(name);
    }
  }

  /** Only for operations that turned out to be valid. */
  labelOf(name: string | undefined): string {
    if (name === undefined) return 'anonymous';
    if (this.#known.has(name) || this.#reserved.has(name)) return name;
    if (this.#known.size >= this.#limit || name.length > longestName) return other;
    this.#known.add(name);
    return name;
  }
}
