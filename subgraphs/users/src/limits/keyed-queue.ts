import { Semaphore } from './semaphore.ts';

/**
 * Runs the works of one key one after the other, those of different keys side by side. Only within this process: it spares
 * retries and refusals, while the store's atomic updates keep things right between processes.
 */
export class KeyedQueue {
  readonly #lines = new Map<string, { semaphore: Semaphore; users: number }>();
  readonly #waiting: number;

  constructor({ waiting }: { waiting: number }) {
    this.#waiting = waiting;
  }

  /** @throws RateLimitedError when too many of this key wait already. */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(key) ?? {
      semaphore: new Semaphore({ concurrent: 1, waiting: this.#waiting }),
      users: 0,
    };
    this.#lines.set(key, line);
    line.users += 1;
    try {
      return await line.semaphore.run(work);
    } finally {
      line.users -= 1;
      if (line.users === 0) this.#lines.delete(key);
    }
  }
}
