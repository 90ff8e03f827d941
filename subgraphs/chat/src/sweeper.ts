import type { Logger } from '@polyphony/platform/logging';

export interface SweepTask {
  name: string;
  run(): Promise<void>;
}

/** Runs its tasks one after the other, again and again. A task that fails is tried again the next time. */
export class Sweeper {
  private readonly tasks: readonly SweepTask[];
  private readonly intervalMs: number;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private stopped = false;

  constructor({ tasks, intervalMs, log }: { tasks: readonly SweepTask[]; intervalMs: number; log: Logger }) {
    this.tasks = tasks;
    this.intervalMs = intervalMs;
    this.log = log;
  }

  /** Resolves after the first round. */
  async start(): Promise<void> {
    if (this.sweeping !== undefined || this.stopped) return;
    this.sweeping = this.sweep();
    await this.sweeping;
  }

  /** Resolves when no task runs any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    for (const { name, run } of this.tasks) {
      if (this.stopped) return;
      try {
        await run();
      } catch (error) {
        this.log.error({ err: error, task: name }, 'A periodic task failed');
      }
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep();
    }, this.intervalMs);
  }
}
