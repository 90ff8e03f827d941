export { defineJob, type JobKind, type JobKindOptions } from './job.kind.ts';
export type { EnqueueOptions, FailedJob, JobHandler, JobQueue, RunningJob, WorkOptions } from './job.queue.ts';
export { createJobQueue, type JobQueueOptions } from './pg-boss.queue.ts';
export type { JobRole } from './pg-boss.options.ts';
