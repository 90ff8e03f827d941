import type { Job, JobResult, PgBoss, WorkOptions } from 'pg-boss';

/** How often one idle loop of a kind looks for jobs that became due; new jobs wake it at once. */
const tickMilliseconds = 1_000;
/** How often each loop looks by itself: a backstop, since the tick and notifications wake it. */
const backstopSeconds = 10;

/**
 * The loops that run jobs of one kind, as many as may run side by side, each with one job at a time so that a long job holds
 * up no other. Idle, they cost one query a second together.
 */
export class JobLoops {
  readonly #boss: PgBoss;
  readonly #name: string;
  readonly #run: (job: Job<unknown>) => Promise<JobResult>;
  readonly #ids: string[] = [];
  readonly #busy = new Set<string>();
  #tick: NodeJS.Timeout | undefined;

  constructor(boss: PgBoss, name: string, run: (job: Job<unknown>) => Promise<JobResult>) {
    this.#boss = boss;
    this.#name = name;
    this.#run = run;
  }

  async start(concurrency: number): Promise<void> {
    for (let index = 0; index < concurrency; index++) this.#ids.push(await this.#startLoop(index));
    this.#tick = setInterval(() => this.#wakeIdle(), tickMilliseconds);
  }

  #startLoop(index: number): Promise<string> {
    return this.#boss.work<unknown, unknown, WorkOptions & { perJobResults: true }>(
      this.#name,
      {
        batchSize: 1,
        perJobResults: true,
        pollingIntervalSeconds: backstopSeconds,
        notifyPollingIntervalSeconds: backstopSeconds,
      },
      async jobs => {
        const id = this.#ids[index];
        if (id !== undefined) this.#busy.add(id);
        // Where one job was there may be more.
        this.#wakeIdle();
        try {
          return await Promise.all(jobs.map(job => this.#run(job)));
        } finally {
          if (id !== undefined) {
            this.#busy.delete(id);
            // This loop looks again at once, instead of pausing after each job.
            this.#boss.notifyWorker(id);
          }
        }
      },
    );
  }

  #wakeIdle(): void {
    const idle = this.#ids.find(id => !this.#busy.has(id));
    if (idle !== undefined) this.#boss.notifyWorker(idle);
  }

  /** Takes no more jobs; resolves when the ones that run have ended and are recorded. */
  async stop(): Promise<void> {
    clearInterval(this.#tick);
    await Promise.all(this.#ids.map(id => this.#boss.offWork(this.#name, { id, wait: true })));
  }
}
