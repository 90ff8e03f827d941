import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, JobResult } from 'pg-boss';
import { AppError, CancelledError, GatewayTimeoutError } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';
import { endSpan, startTrace, withSpan } from '../tracing/index.ts';
import type { JobKind } from './job.kind.ts';
import type { JobHandler, WorkOptions } from './job.queue.ts';
import { takeTrace } from './job.trace.ts';

/** How often a job may take its worker down with it, beside its retries, before it is given up. */
export const crashAllowance = 3;

/** How long a handler may take to end after its signal aborted, before its job goes on without it. */
const abortPatienceMilliseconds = 5_000;
const longestErrorMessage = 1000;

class ReleasedError extends Error {
  override readonly name = 'ReleasedError';
}

interface Attempt {
  readonly id: string;
  readonly kind: string;
  readonly abort: AbortController;
}

/** Runs attempts at jobs and decides what becomes of each. */
export class JobRunner {
  readonly #log: Logger;
  readonly #running = new Set<Attempt>();
  readonly #released: { kind: string; id: string }[] = [];
  #stopping = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** One attempt. The result is what pg-boss records: `failed` is retried, `deadletter` is final. */
  async run<Data>(
    kind: JobKind<Data>,
    handler: JobHandler<Data>,
    onFailure: WorkOptions<Data>['onFailure'],
    stored: Job<unknown>,
  ): Promise<JobResult> {
    const { job, enqueuer } = takeTrace(stored);
    const { id, retryCount } = job;
    const span = startTrace(`job ${kind.name}`, enqueuer, {
      kind: 'consumer',
      attributes: { 'messaging.destination.name': kind.name, 'messaging.message.id': id },
    });
    const abort = new AbortController();
    const attempt: Attempt = { id, kind: kind.name, abort };
    const timer = setTimeout(
      () => abort.abort(new GatewayTimeoutError(`The job took longer than ${kind.timeoutSeconds} s.`)),
      kind.timeoutSeconds * 1000,
    );
    this.#running.add(attempt);
    if (this.#stopping) abort.abort(new ReleasedError());
    try {
      if (retryCount > kind.retryLimit + crashAllowance) throw givenUp();
      const signal = AbortSignal.any([abort.signal, job.signal]);
      signal.throwIfAborted();
      const data = parse(kind, job.data);
      await withSpan(span, () => orAbandoned(handler({ id, data, attempt: retryCount + 1, signal }), signal));
      endSpan(span);
      return { id, status: 'completed' };
    } catch (thrown) {
      // What the handler made of its abortion does not matter, only why it was aborted.
      const error: unknown = abort.signal.aborted ? abort.signal.reason : thrown;
      endSpan(span, error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR');
      return await this.#judge(kind, onFailure, job, error);
    } finally {
      clearTimeout(timer);
      this.#running.delete(attempt);
    }
  }

  async #judge<Data>(
    kind: JobKind<Data>,
    onFailure: WorkOptions<Data>['onFailure'],
    job: Job<unknown>,
    error: unknown,
  ): Promise<JobResult> {
    const { id, retryCount } = job;
    const context = { job: id, kind: kind.name, attempt: retryCount + 1 };
    const output = describeError(error);
    if (error instanceof ReleasedError) {
      this.#released.push({ kind: kind.name, id });
      this.#log.info(context, 'Job given back');
      return { id, status: 'failed', output };
    }
    if (error instanceof CancelledError || job.signal.aborted) {
      // The claim is gone from the database: what is answered here changes nothing there any more.
      this.#log.info(context, 'Job aborted');
      return { id, status: 'failed', output };
    }
    const final = retryCount >= kind.retryLimit || (error as { isRetryable?: unknown } | null)?.isRetryable === false;
    this.#log.warn({ ...context, err: error, final }, 'Job failed');
    if (!final) return { id, status: 'failed', output };
    try {
      await onFailure?.({ id, data: job.data as Data, error });
      return { id, status: 'deadletter', output };
    } catch (failure) {
      this.#log.error({ ...context, err: failure }, 'The failure of a job could not be handled');
      return { id, status: 'failed', output };
    }
  }

  /** Aborts the attempt at a job, if it runs here. */
  cancel(id: string): void {
    for (const attempt of this.#running) {
      if (attempt.id === id) attempt.abort.abort(new CancelledError('The job was cancelled.'));
    }
  }

  /** Lets running jobs end for `graceMs`, then aborts them. Those then settle within seconds. */
  async drain(graceMs: number): Promise<void> {
    const deadline = Date.now() + graceMs;
    while (this.#running.size > 0 && Date.now() < deadline) await sleep(20);
    this.#stopping = true;
    for (const attempt of this.#running) attempt.abort.abort(new ReleasedError());
  }

  /** The jobs that were given back and are to run again without counting it as a retry. */
  get released(): readonly { kind: string; id: string }[] {
    return this.#released;
  }
}

function parse<Data>(kind: JobKind<Data>, data: unknown): Data {
  try {
    return kind.parse(data);
  } catch (cause) {
    throw Object.assign(new Error('The data of the job is not of its kind.', { cause }), { isRetryable: false });
  }
}

function givenUp(): Error {
  return Object.assign(new Error('The workers of the job kept dying.'), { isRetryable: false });
}

async function orAbandoned(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const abandoned = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => (timer = setTimeout(() => abandoned.reject(signal.reason as Error), abortPatienceMilliseconds));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([work, abandoned.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** What is kept with a failed job: enough to see what happened, nothing that could be large. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error).slice(0, longestErrorMessage) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message.slice(0, longestErrorMessage),
    ...(typeof code === 'string' ? { code } : {}),
  };
}
