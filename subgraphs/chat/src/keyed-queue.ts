/** Runs work of one key strictly in turn, work of different keys side by side. */
export class KeyedQueue {
  private readonly tails = new Map<string, Promise<void>>();

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.tails.get(key);
    const turn = Promise.withResolvers<void>();
    this.tails.set(key, turn.promise);
    try {
      await before;
      return await work();
    } finally {
      turn.resolve();
      if (this.tails.get(key) === turn.promise) this.tails.delete(key);
    }
  }
}
