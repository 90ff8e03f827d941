/** An operation whose results are being delivered, and that can be ended from outside at any moment. */
export interface RunningOperation {
  /** Resolves when the last result was delivered or the reader left; rejects with what ended the operation before that. */
  readonly finished: Promise<void>;
  /** Delivers nothing more, rejects `finished` with this error, and tells the source to stop. */
  end(error: Error): void;
  /** The same without an error: nobody wants to hear of it any more. */
  leave(): void;
  readonly wasLeft: boolean;
}

/**
 * Starts an operation and delivers its results one by one; the source is asked for the next when `deliver` has answered. A source
 * need not react to its signal: `end` and `leave` take effect at once even while it waits for its next event (a native async
 * generator cannot be returned from while it waits).
 */
export function runOperation<Result>(
  start: (signal: AbortSignal) => AsyncIterator<Result, unknown, undefined>,
  deliver: (result: Result) => Promise<void> | undefined,
): RunningOperation {
  const controller = new AbortController();
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  // Whoever is interested has a handler of its own.
  finished.catch(() => undefined);
  let source: AsyncIterator<Result, unknown, undefined> | undefined;
  let isOver = false;
  let wasLeft = false;

  const stop = (reason?: Error) => {
    isOver = true;
    controller.abort(reason);
    void source?.return?.().catch(() => undefined);
  };
  const end = (error: unknown) => {
    if (isOver) return;
    stop(error instanceof Error ? error : undefined);
    reject(error);
  };

  async function pump(): Promise<void> {
    try {
      source = start(controller.signal);
      for (;;) {
        const next = await source.next();
        if (isOver) return;
        if (next.done === true) break;
        const wait = deliver(next.value);
        if (wait !== undefined) {
          await wait;
          if (isOver) return;
        }
      }
      isOver = true;
      resolve();
    } catch (error) {
      end(error);
    }
  }

  void pump();
  return {
    finished,
    end,
    leave() {
      if (isOver) return;
      wasLeft = true;
      stop();
      resolve();
    },
    get wasLeft() {
      return wasLeft;
    },
  };
}
