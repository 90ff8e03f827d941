import { describe, expect, it } from '@jest/globals';
import { eventCost } from '@polyphony/platform/sockets';
import { EventQueue, type EventQueueOptions } from './event-queue.ts';
import { createSubscriptionStatistics } from './subscription-statistics.ts';

function open(options: Partial<EventQueueOptions> = {}) {
  const statistics = createSubscriptionStatistics();
  const read: number[] = [];
  let closed = 0;
  const queue = new EventQueue(
    { policy: 'lossless', statistics, ...options },
    { hasRead: cost => read.push(cost), hasClosed: () => void (closed += 1) },
  );
  return { queue, statistics, read, closed: () => closed };
}

describe('A lossless event queue', () => {
  it('gives every event in order, then ends', async () => {
    const { queue, statistics, read, closed } = open();
    queue.push('a');
    queue.push('b');
    expect(statistics.waiting).toBe(2);
    queue.end();
    const events: string[] = [];
    for await (const event of queue) events.push(event);
    expect(events).toEqual(['a', 'b']);
    expect(read).toEqual([eventCost('a'), eventCost('b')]);
    expect([statistics.waiting, closed()]).toEqual([0, 1]);
  });

  it('gives what is at hand to who polls, and lets who waits hear the rest', async () => {
    const { queue, read } = open();
    expect(queue.poll()).toBeUndefined();
    for (const event of ['a', 'b']) queue.push(event);
    expect([queue.poll(), queue.poll(), queue.poll()]).toEqual(['a', 'b', undefined]);
    expect(read).toEqual([eventCost('a'), eventCost('b')]);
    queue.end(new Error('broken'));
    expect(queue.poll()).toBeUndefined();
    await expect(queue.next()).rejects.toThrow('broken');
  });

  it('keeps what it took when it ends with an error', async () => {
    const { queue } = open();
    for (const event of ['a', 'b']) queue.push(event);
    queue.end(new Error('too much'));
    queue.push('c');
    expect([(await queue.next()).value, (await queue.next()).value]).toEqual(['a', 'b']);
    await expect(queue.next()).rejects.toThrow('too much');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('hands an event to a reader that waits', async () => {
    const { queue, statistics } = open();
    const waiting = queue.next();
    queue.push('a');
    expect(statistics.waiting).toBe(0);
    expect(await waiting).toEqual({ done: false, value: 'a' });
  });

  it('lets a reader leave while it waits, once, and forgets what waited', async () => {
    const { queue, statistics, closed } = open();
    const waiting = queue.next();
    await queue.return();
    await queue.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    queue.push('late');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect([statistics.waiting, closed()]).toEqual([0, 1]);
  });

  it('fails a reader that waits when it ends with an error', async () => {
    const { queue } = open();
    const waiting = queue.next();
    queue.end(new Error('broken'));
    await expect(waiting).rejects.toThrow('broken');
  });
});

describe('A queue of the latest event', () => {
  it('keeps only the newest, and counts what it dropped', async () => {
    const { queue, statistics } = open({ policy: 'latest' });
    for (const event of ['a', 'b', 'c']) queue.push(event);
    expect(statistics).toMatchObject({ waiting: 1, dropped: 2 });
    expect((await queue.next()).value).toBe('c');
  });
});
