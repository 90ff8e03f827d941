import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobKind } from './job.kind.ts';

export interface EnqueueOptions {
  /** An EntityManager inside a transaction of the same database: the job exists if and only if that commits. */
  transaction?: EntityManager;
  startAfter?: Date;
  /** While a job of this kind with this key waits or runs, enqueuing another answers the id of that one. */
  singletonKey?: string;
  /** Higher runs first; 0 by default. */
  priority?: number;
}

/** One attempt at a job. */
export interface RunningJob<Data> {
  readonly id: string;
  readonly data: Data;
  /** 1 for the first attempt. A job is run at least once: an attempt may find work of a killed one half done. */
  readonly attempt: number;
  /** Aborts when the job is cancelled, takes too long, or must be given up because the process stops. */
  readonly signal: AbortSignal;
}

export type JobHandler<Data> = (job: RunningJob<Data>) => Promise<void>;

/** A job that will not be run again: its error was not retryable, its retries are used up, or its workers kept dying. */
export interface FailedJob<Data> {
  readonly id: string;
  readonly data: Data;
  readonly error: unknown;
}

export interface WorkOptions<Data> {
  /** How many jobs of this kind this process runs side by side; 1 by default. */
  concurrency?: number;
  /** Called once a job has failed for good, before it is recorded so; if it throws, both are tried again. */
  onFailure?: (job: FailedJob<Data>) => Promise<void>;
}

/**
 * Durable jobs in PostgreSQL. A handler that throws is retried with growing delays, unless the error says
 * `isRetryable: false`. A job whose worker was killed runs again within 15 seconds.
 */
export interface JobQueue {
  /** Answers the id of the job. */
  enqueue<Data extends object>(kind: JobKind<Data>, data: Data, options?: EnqueueOptions): Promise<string>;
  /** Enqueues a job at each time of a cron expression (UTC) unless the one before still waits or runs. Replaces the kind's schedule. */
  schedule<Data extends object>(kind: JobKind<Data>, cron: string, data: Data): Promise<void>;
  /** Runs jobs of this kind in this process from `start` on; only for workers. */
  work<Data extends object>(kind: JobKind<Data>, handler: JobHandler<Data>, options?: WorkOptions<Data>): Promise<void>;
  /** Keeps a waiting job from running, and aborts a running one wherever it runs. Does nothing for one that has ended. */
  cancel<Data extends object>(kind: JobKind<Data>, id: string): Promise<void>;
  start(): Promise<void>;
  /**
   * Takes no more jobs, waits `graceMs` (10 s by default) for those that run, then aborts them and gives them back, so that
   * another worker runs them again at once and without counting it as a retry.
   */
  stop(options?: { graceMs?: number }): Promise<void>;
}
