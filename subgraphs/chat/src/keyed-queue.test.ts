import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { KeyedQueue } from './keyed-queue.ts';

describe('a queue by key', () => {
  it('runs the work of one key in turn, also after a failure', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const work = (name: string, ms: number) => async () => {
      log.push(`${name} begins`);
      await sleep(ms);
      log.push(`${name} ends`);
      if (name === 'a') throw new Error('a failed');
      return name;
    };
    const results = await Promise.allSettled([queue.run('k', work('a', 20)), queue.run('k', work('b', 1))]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('does not let one key wait for another', async () => {
    const queue = new KeyedQueue();
    const stuck = Promise.withResolvers<void>();
    const waiting = queue.run('slow', () => stuck.promise);
    expect(await queue.run('fast', () => Promise.resolve(1))).toBe(1);
    stuck.resolve();
    await waiting;
  });
});
