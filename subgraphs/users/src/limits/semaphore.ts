import { RateLimitedError } from '@polyphony/platform/errors';

/** Lets `concurrent` works run at once and `waiting` more wait for their turn, in order. */
export class Semaphore {
  #free: number;
  readonly #queue: (() => void)[] = [];
  readonly #waiting: number;

  constructor({ concurrent, waiting }: { concurrent: number; waiting: number }) {
    this.#free = concurrent;
    this.#waiting = waiting;
  }

  /** @throws RateLimitedError when too many wait already. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      // The place goes straight to the next in line.
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  #enter(): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    if (this.#queue.length >= this.#waiting) throw new RateLimitedError(1, 'Too many requests at once.');
    return new Promise(resolve => this.#queue.push(resolve));
  }
}
