/** Results of an operation, pulled one by one, that can be ended from outside at any moment. */
export interface RunningOperation<Result> extends AsyncGenerator<Result, void, undefined> {
  /** The reader's waiting or next `next()` rejects with this error, and the source is told to stop. */
  end(error: Error): void;
  /** Resolves when the reader has got the last result, the error, or has left. */
  readonly finished: Promise<void>;
}

/**
 * Starts an operation whose source need not react to its signal: a reader that leaves, or an `end`, takes effect at once even
 * while the source waits for its next event (a native async generator cannot be returned from while it waits).
 */
export function runOperation<Result>(
  start: (signal: AbortSignal) => AsyncGenerator<Result, void, undefined>,
): RunningOperation<Result> {
  const controller = new AbortController();
  const source = start(controller.signal);
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  let waiting: PromiseWithResolvers<IteratorResult<Result, void>> | undefined;
  let failure: Error | undefined;
  let isDone = false;

  const settle = (step: (waiter: PromiseWithResolvers<IteratorResult<Result, void>>) => void) => {
    const waiter = waiting;
    waiting = undefined;
    if (waiter !== undefined) step(waiter);
  };
  const stopSource = (reason?: Error) => {
    controller.abort(reason);
    void source.return().catch(() => undefined);
  };
  const leave = () => {
    if (isDone) return;
    isDone = true;
    stopSource();
    settle(waiter => waiter.resolve({ done: true, value: undefined }));
    finish();
  };
  const fail = (waiter: PromiseWithResolvers<IteratorResult<Result, void>>, error: unknown) => {
    isDone = true;
    waiter.reject(error);
    finish();
  };

  return {
    finished,
    end(error) {
      if (isDone || failure !== undefined) return;
      failure = error;
      stopSource(error);
      settle(waiter => fail(waiter, error));
    },
    next() {
      const waiter = Promise.withResolvers<IteratorResult<Result, void>>();
      if (isDone) waiter.resolve({ done: true, value: undefined });
      else if (failure !== undefined) fail(waiter, failure);
      else {
        waiting = waiter;
        source.next().then(
          result =>
            settle(current => {
              if (result.done === true) {
                isDone = true;
                finish();
              }
              current.resolve(result);
            }),
          (error: unknown) => settle(current => fail(current, error)),
        );
      }
      return waiter.promise;
    },
    async return() {
      leave();
      return { done: true, value: undefined };
    },
    async throw(error: unknown) {
      leave();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      leave();
    },
  };
}
