/** One kind of job: a durable queue of its own, and how its jobs are retried. Made by `defineJob`. */
export interface JobKind<Data> {
  readonly name: string;
  /** How often a job is run again after a retryable error. */
  readonly retryLimit: number;
  /** Delay before the first retry; it doubles with each further one, up to five minutes. */
  readonly retryDelaySeconds: number;
  /** Longest time one attempt may take. */
  readonly timeoutSeconds: number;
  /** Largest data, as UTF-8 bytes of JSON. */
  readonly maximumDataBytes: number;
  /** Checks data when it is enqueued and again when it is run, since an older version may have enqueued it. */
  readonly parse: (data: unknown) => Data;
}

export type JobKindOptions<Data> = Partial<Omit<JobKind<Data>, 'name'>>;

const longestTimeoutSeconds = 23 * 3600;
const defined = new WeakSet<object>();

/**
 * Defines a kind of job. `name` is the durable identity of its queue, for example `media.transcribe`, and never changes.
 * Defaults: 3 retries, first after 1 s, an hour an attempt, 64 kB of data. Data should be ids, not content.
 */
export function defineJob<Data extends object>(name: string, options: JobKindOptions<Data> = {}): JobKind<Data> {
  if (!/^[a-z][a-z0-9.-]{0,60}$/.test(name)) throw new Error(`"${name}" is no name for a job.`);
  const kind: JobKind<Data> = {
    name,
    retryLimit: options.retryLimit ?? 3,
    retryDelaySeconds: options.retryDelaySeconds ?? 1,
    timeoutSeconds: options.timeoutSeconds ?? 3600,
    maximumDataBytes: options.maximumDataBytes ?? 64 * 1024,
    parse: options.parse ?? (data => data as Data),
  };
  if (kind.timeoutSeconds > longestTimeoutSeconds) throw new Error(`The job "${name}" may take at most 23 hours.`);
  defined.add(kind);
  return Object.freeze(kind);
}

/** Refuses an object that only looks like a kind, so that no queue comes from anything but `defineJob`. */
export function requireDefined(kind: JobKind<unknown>): void {
  if (!defined.has(kind)) throw new Error('Jobs are of kinds made by defineJob.');
}
