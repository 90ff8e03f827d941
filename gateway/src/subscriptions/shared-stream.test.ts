import { describe, expect, it } from '@jest/globals';
import { eventCost } from '@polyphony/platform/sockets';
import { SharedStream, type SharedStreamOptions } from './shared-stream.ts';
import type { StreamListener } from './subgraph-stream.ts';
import { createSubscriptionStatistics } from './subscription-statistics.ts';

const ten = Array.from({ length: 10 }, (_, index) => String(index));
const never = new AbortController().signal;

function open(options: Partial<SharedStreamOptions> = {}) {
  const statistics = createSubscriptionStatistics();
  let listener: StreamListener | undefined;
  let isOpenToNewcomers = true;
  const grants: number[] = [];
  let left = 0;
  const stream = new SharedStream(
    heard => {
      listener = heard;
      return { grant: amount => grants.push(amount), leave: () => (left += 1) };
    },
    { policy: 'lossless', limit: 10 * eventCost('a'), statistics, ...options },
    { isClosedToNewcomers: () => (isOpenToNewcomers = false), hasEnded: () => undefined },
  );
  return {
    stream,
    statistics,
    grants,
    left: () => left,
    isOpenToNewcomers: () => isOpenToNewcomers,
    join: (signal = never) => stream.join(signal, () => undefined),
    say: (...events: string[]) => events.forEach(event => listener!.event(event)),
    end: (error?: Error) => listener!.end(error),
    blame: () => listener!.holdsUpOthers(),
  };
}

const take = async (queue: AsyncIterableIterator<string>, count: number) => {
  const events: string[] = [];
  while (events.length < count) events.push((await queue.next()).value as string);
  return events;
};

describe('A shared lossless stream', () => {
  it('gives all readers the same events, each at its own pace, until its end', async () => {
    const { join, say, end, statistics } = open();
    const [quick, slow] = [join(), join()];
    say('a', 'b');
    expect(await take(quick, 2)).toEqual(['a', 'b']);
    say('c');
    end();
    expect(await take(slow, 3)).toEqual(['a', 'b', 'c']);
    expect(await take(quick, 1)).toEqual(['c']);
    expect([(await quick.next()).done, (await slow.next()).done]).toEqual([true, true]);
    expect(statistics).toMatchObject({ upstreams: 0, waiting: 0 });
  });

  it('is closed to newcomers from its first event on', () => {
    const { join, say, isOpenToNewcomers } = open();
    join();
    expect(isOpenToNewcomers()).toBe(true);
    say('a');
    expect(isOpenToNewcomers()).toBe(false);
  });

  it('is left when its last reader leaves, not before', async () => {
    const { join, left, statistics } = open();
    const leaving = new AbortController();
    const [one, other] = [join(), join(leaving.signal)];
    await one.return();
    expect(left()).toBe(0);
    const waiting = other.next();
    leaving.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect([left(), statistics.upstreams]).toEqual([1, 0]);
  });

  it('asks for more as the slowest reader reads', async () => {
    const { join, say, grants } = open();
    const [quick, slow] = [join(), join()];
    say(...ten);
    await take(quick, 10);
    expect(grants).toEqual([]);
    await take(slow, 6);
    expect(grants).toEqual([5 * eventCost('a')]);
    await slow.return();
    expect(grants).toEqual([5 * eventCost('a'), 5 * eventCost('a')]);
  });

  it('ends those who are behind with RATE_LIMITED when others have to wait for them, and nobody else', async () => {
    const { join, say, statistics, grants, blame } = open();
    const [quick, slow, stuck] = [join(), join(), join()];
    say(...ten, 'x');
    await take(quick, 11);
    await take(slow, 5);
    blame();
    expect(grants).toEqual([5 * eventCost('a')]);
    expect((await take(stuck, 11)).at(-1)).toBe('x');
    await expect(stuck.next()).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    say('z');
    expect([await take(quick, 1), (await take(slow, 7)).at(-1)]).toEqual([['z'], 'z']);
    expect(statistics.overflowed).toBe(1);
  });

  it('lets all read what waits before the error that ended it', async () => {
    const { join, say, stream, left } = open();
    const reader = join();
    say('a');
    stream.drain(new Error('replaced'));
    expect(await take(reader, 1)).toEqual(['a']);
    await expect(reader.next()).rejects.toThrow('replaced');
    expect(left()).toBe(1);
  });
});

describe('A shared stream of the latest event', () => {
  it('begins with the newest event for newcomers, and skips what a slow reader missed', async () => {
    const { join, say, isOpenToNewcomers } = open({ policy: 'latest' });
    const slow = join();
    say('a', 'b', 'c');
    expect(isOpenToNewcomers()).toBe(true);
    const newcomer = join();
    expect([await take(slow, 1), await take(newcomer, 1)]).toEqual([['c'], ['c']]);
    say('d');
    expect([await take(slow, 1), await take(newcomer, 1)]).toEqual([['d'], ['d']]);
  });

  it('asks for more though nobody reads', () => {
    const { join, say, grants } = open({ policy: 'latest' });
    join();
    say(...ten);
    expect(grants).toEqual([5 * eventCost('a'), 5 * eventCost('a')]);
  });
});
