/** Wakes everyone who waits for the next change. Waiting costs nothing once it is over. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  notify(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Resolves at the next `notify`, when the signal aborts, or after `timeoutMs`. */
  next(signal: AbortSignal, timeoutMs?: number): Promise<'changed' | 'timeout' | 'aborted'> {
    if (signal.aborted) return Promise.resolve('aborted');
    return new Promise(resolve => {
      const settle = (reason: 'changed' | 'timeout' | 'aborted') => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', onAbort);
        clearTimeout(timer);
        resolve(reason);
      };
      const wake = () => settle('changed');
      const onAbort = () => settle('aborted');
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => settle('timeout'), timeoutMs);
      this.#waiting.add(wake);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
