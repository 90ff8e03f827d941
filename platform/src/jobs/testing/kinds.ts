import { defineJob } from '../index.ts';

/** Kinds of jobs of the tests of this folder. */
export const countJob = defineJob<{ value: number }>('test.count');
export const slowJob = defineJob<{ milliseconds: number }>('test.slow');
export const singleTryJob = defineJob<{ value: number }>('test.single-try', { retryLimit: 0 });
