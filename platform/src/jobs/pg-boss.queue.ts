import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { fromKysely, PgBoss, type Db } from 'pg-boss';
import type { Logger } from '../logging/index.ts';
import { checkJobData } from './job.data.ts';
import { requireDefined, type JobKind } from './job.kind.ts';
import { JobLoops } from './job.loops.ts';
import type { EnqueueOptions, JobHandler, JobQueue, WorkOptions } from './job.queue.ts';
import { JobRunner } from './job.runner.ts';
import { withTraceOfEnqueuer } from './job.trace.ts';
import { bossOptions, jobsSchema, queueOptions, type JobRole } from './pg-boss.options.ts';

export interface JobQueueOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  log: Logger;
  /** A producer only enqueues and cancels; a worker also runs jobs, finds those of dead workers and minds the schedules. */
  role: JobRole;
}

const cancelChannel = 'polyphony_job_cancelled';
const longestSingletonKey = 200;

/** Prepares durable jobs on a PostgreSQL database; call `start()` before anything but `work()`. */
export async function createJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  return new PgBossJobQueue(options);
}

class PgBossJobQueue implements JobQueue {
  readonly #boss: PgBoss;
  readonly #runner: JobRunner;
  readonly #role: JobRole;
  readonly #queues = new Map<string, Promise<void>>();
  readonly #loops: JobLoops[] = [];
  #waiting: (() => Promise<void>)[] | null = [];
  #cancellations: { close(): Promise<void> } | undefined;
  #stopped: Promise<void> | undefined;

  constructor({ url, log, role }: JobQueueOptions) {
    this.#role = role;
    this.#runner = new JobRunner(log);
    this.#boss = new PgBoss(bossOptions(url, role));
    this.#boss.on('error', error => log.error({ err: error }, 'The job queue met an error'));
    this.#boss.on('warning', ({ message }) => log.warn({ detail: message }, 'The job queue warns'));
  }

  async start(): Promise<void> {
    await this.#boss.start();
    if (this.#role === 'worker') {
      this.#cancellations = await this.#boss.getDb().listen?.(
        cancelChannel,
        id => this.#runner.cancel(id),
        // A message lost meanwhile shows at the next heartbeat of its job.
        () => {},
      );
    }
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const startWork of waiting) await startWork();
  }

  async enqueue<Data extends object>(kind: JobKind<Data>, data: Data, options: EnqueueOptions = {}): Promise<string> {
    const { transaction, startAfter, priority = 0, singletonKey } = options;
    if (singletonKey !== undefined && (singletonKey === '' || singletonKey.length > longestSingletonKey)) {
      throw new RangeError(`A singletonKey has 1 to ${longestSingletonKey} characters.`);
    }
    const checked = withTraceOfEnqueuer(checkJobData(kind, data));
    await this.#ensureQueue(kind);
    const db = transaction === undefined ? undefined : databaseOf(transaction);
    // A queue is exclusive per key, so a job without one gets one of its own.
    const key = singletonKey ?? randomUUID();
    for (let round = 0; round < 3; round++) {
      const id = await this.#boss.send(kind.name, checked, { startAfter, priority, singletonKey: key, db });
      if (id !== null) return id;
      const found = await this.#boss.findJobs(kind.name, { key, db });
      const same = found.find(job => job.state === 'created' || job.state === 'retry' || job.state === 'active');
      if (same !== undefined) return same.id;
      // It ended between the two looks: now there is room for a new one.
    }
    throw new Error(`A job "${kind.name}" could not be enqueued.`);
  }

  async schedule<Data extends object>(kind: JobKind<Data>, cron: string, data: Data): Promise<void> {
    const checked = checkJobData(kind, data);
    await this.#ensureQueue(kind);
    await this.#boss.schedule(kind.name, cron, checked, { tz: 'UTC' });
  }

  async work<Data extends object>(
    kind: JobKind<Data>,
    handler: JobHandler<Data>,
    options: WorkOptions<Data> = {},
  ): Promise<void> {
    if (this.#role !== 'worker') throw new Error('A producer runs no jobs.');
    requireDefined(kind);
    const startWork = () => this.#startLoops(kind, handler, options);
    if (this.#waiting === null) await startWork();
    else this.#waiting.push(startWork);
  }

  async #startLoops<Data>(
    kind: JobKind<Data>,
    handler: JobHandler<Data>,
    { concurrency = 1, onFailure }: WorkOptions<Data>,
  ): Promise<void> {
    await this.#ensureQueue(kind);
    const loops = new JobLoops(this.#boss, kind.name, job => this.#runner.run(kind, handler, onFailure, job));
    this.#loops.push(loops);
    await loops.start(concurrency);
  }

  async cancel<Data extends object>(kind: JobKind<Data>, id: string): Promise<void> {
    await this.#ensureQueue(kind);
    await this.#boss.cancel(kind.name, id);
    this.#runner.cancel(id);
    await this.#boss.getDb().executeSql('SELECT pg_notify($1, $2)', [cancelChannel, id]);
  }

  stop({ graceMs = 10_000 }: { graceMs?: number } = {}): Promise<void> {
    return (this.#stopped ??= this.#stop(graceMs));
  }

  async #stop(graceMs: number): Promise<void> {
    const loops = this.#loops.map(kindLoops => kindLoops.stop());
    await this.#runner.drain(graceMs);
    await Promise.all(loops);
    await this.#giveBack();
    await this.#cancellations?.close();
    await this.#boss.stop({ graceful: false });
  }

  /** A released job was recorded as failed, which is the only way that cannot touch another worker's claim: now undo the cost. */
  async #giveBack(): Promise<void> {
    for (const { kind, id } of this.#runner.released) {
      await this.#boss
        .getDb()
        .executeSql(
          `UPDATE ${jobsSchema}.job SET started_on = NULL, start_after = now() WHERE name = $1 AND id = $2 AND state = 'retry'`,
          [kind, id],
        );
    }
  }

  async #ensureQueue(kind: JobKind<unknown>): Promise<void> {
    requireDefined(kind);
    let ensured = this.#queues.get(kind.name);
    if (ensured === undefined) {
      ensured = this.#createQueue(kind);
      this.#queues.set(kind.name, ensured);
      ensured.catch(() => this.#queues.delete(kind.name));
    }
    await ensured;
  }

  async #createQueue(kind: JobKind<unknown>): Promise<void> {
    await this.#boss.createQueue(kind.name, { ...queueOptions(kind), policy: 'exclusive' });
    await this.#boss.updateQueue(kind.name, queueOptions(kind));
  }
}

function databaseOf(transaction: EntityManager): Db {
  if (!transaction.isInTransaction()) throw new Error('The EntityManager given to enqueue is in no transaction.');
  return fromKysely(transaction.getKysely());
}
