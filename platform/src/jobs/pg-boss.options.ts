import type { ConstructorOptions, Queue } from 'pg-boss';
import type { JobKind } from './job.kind.ts';
import { crashAllowance } from './job.runner.ts';

export type JobRole = 'producer' | 'worker';

/** PostgreSQL schema that holds the queues of all subgraphs. */
export const jobsSchema = 'jobs';

/**
 * Settings of pg-boss. A dead worker shows after at most 10 s without a heartbeat, plus one supervision interval, plus the
 * retry delay, plus one tick of its loops: together below 15 s.
 */
export function bossOptions(url: string, role: JobRole): ConstructorOptions {
  const worker = role === 'worker';
  return {
    connectionString: url,
    schema: jobsSchema,
    application_name: `polyphony jobs ${role}`,
    max: worker ? 8 : 4,
    supervise: worker,
    schedule: worker,
    useListenNotify: worker,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 5,
    monitorVacuum: false,
  };
}

const day = 24 * 3600;

/** Settings of the queue of a kind, which follow the code: they are written again at each start. */
export function queueOptions(kind: JobKind<unknown>): Omit<Queue, 'name' | 'policy'> {
  return {
    // Room for what a job's runner decides itself: it gives a job up before pg-boss would.
    retryLimit: kind.retryLimit + crashAllowance + 3,
    retryBackoff: true,
    retryDelay: kind.retryDelaySeconds,
    retryDelayMax: 300,
    // The runner aborts first and leaves its handler a moment to end.
    expireInSeconds: kind.timeoutSeconds + 60,
    heartbeatSeconds: 10,
    retentionSeconds: 14 * day,
    deleteAfterSeconds: 7 * day,
    notify: true,
  };
}
