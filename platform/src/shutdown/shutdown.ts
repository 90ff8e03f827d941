import type { Logger } from '../logging/index.ts';

export interface Shutdown {
  /** Adds a step; steps run in the reverse of the order in which they were added, each at most `timeoutMs`. */
  onShutdown(name: string, step: () => Promise<void> | void, timeoutMs?: number): void;
  /** Runs all steps once; later calls wait for the same run. Never throws. */
  run(reason: string): Promise<void>;
}

/** An ordered, bounded way out: what was opened last is closed first. */
export function createShutdown(log: Logger): Shutdown {
  const steps: { name: string; step: () => Promise<void> | void; timeoutMs: number }[] = [];
  let running: Promise<void> | undefined;

  async function runSteps(reason: string): Promise<void> {
    log.info({ reason }, 'Shutting down');
    for (const { name, step, timeoutMs } of steps.toReversed()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`not done within ${timeoutMs} ms`)), timeoutMs);
      });
      try {
        await Promise.race([Promise.resolve().then(step), late]);
      } catch (error) {
        log.error({ err: error, step: name }, 'A shutdown step failed');
      } finally {
        clearTimeout(timer);
      }
    }
  }

  return {
    onShutdown: (name, step, timeoutMs = 10_000) => void steps.push({ name, step, timeoutMs }),
    run: reason => (running ??= runSteps(reason)),
  };
}

/** Ctrl-C reaches us from the terminal, again from the launcher that passes it on, and as SIGTERM when npm is gone. Milliseconds. */
const sameRequestMs = 1000;

/** Runs the shutdown on SIGINT, SIGTERM and SIGHUP and exits with 0; who asks again after a second is not kept waiting. */
export function shutDownOnSignals(shutdown: Shutdown): void {
  let askedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (askedAt !== undefined) {
        if (performance.now() - askedAt > sameRequestMs) process.exit(1);
        return;
      }
      askedAt = performance.now();
      void shutdown.run(signal).then(() => process.exit(0));
    });
  }
}
