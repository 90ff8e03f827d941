import type { PolledIterator } from '../iterators/index.ts';

/**
 * An operation whose results are delivered one by one; the source is asked for the next when `deliver` has answered. It can be ended
 * from outside at any moment: a source need not react to its signal, `end` and `leave` take effect at once even while it waits for
 * its next event (a native async generator cannot be returned from while it waits).
 */
export class RunningOperation {
  /** Resolves when the last result was delivered or the reader left; rejects with what ended the operation before that. */
  readonly finished: Promise<void>;
  private readonly finish: PromiseWithResolvers<void>;
  private readonly controller = new AbortController();
  private source: PolledIterator<unknown> | undefined;
  private isOver = false;
  private hasLeft = false;

  private constructor() {
    this.finish = Promise.withResolvers<void>();
    this.finished = this.finish.promise;
    // Whoever is interested has a handler of its own.
    this.finished.catch(() => undefined);
  }

  static run<Result>(
    start: (signal: AbortSignal) => PolledIterator<Result>,
    deliver: (result: Result) => Promise<void> | undefined,
  ): RunningOperation {
    const operation = new RunningOperation();
    try {
      const source = start(operation.controller.signal);
      operation.source = source;
      void operation.pump(source, deliver);
    } catch (error) {
      operation.fail(error);
    }
    return operation;
  }

  get wasLeft(): boolean {
    return this.hasLeft;
  }

  /** Delivers nothing more, rejects `finished` with this error, and tells the source to stop. */
  end(error: Error): void {
    this.fail(error);
  }

  /** The same without an error: nobody wants to hear of it any more. */
  leave(): void {
    if (this.isOver) return;
    this.hasLeft = true;
    this.stop();
    this.finish.resolve();
  }

  private async pump<Result>(
    source: PolledIterator<Result>,
    deliver: (result: Result) => Promise<void> | undefined,
  ): Promise<void> {
    try {
      for (;;) {
        let result = source.poll?.();
        if (result === undefined) {
          const next = await source.next();
          if (this.isOver) return;
          if (next.done === true) break;
          result = next.value;
        }
        const wait = deliver(result);
        if (wait !== undefined) await wait;
        if (this.isOver) return;
      }
      this.isOver = true;
      this.finish.resolve();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    if (this.isOver) return;
    this.stop(error);
    this.finish.reject(error);
  }

  private stop(reason?: unknown): void {
    this.isOver = true;
    this.controller.abort(reason);
    void this.source?.return?.().catch(() => undefined);
  }
}
