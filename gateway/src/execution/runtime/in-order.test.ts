import { describe, expect, it } from '@jest/globals';
import { inOrder } from './in-order.ts';

const turn = () => new Promise(resolve => setImmediate(resolve));

/** Work that is finished when the test says so, and items that notice when they are left. */
function create(count: number, failure?: Error) {
  const working = new Map<number, PromiseWithResolvers<string>>();
  const log: string[] = [];
  async function* items() {
    try {
      for (let n = 1; n <= count; n += 1) yield n;
      if (failure !== undefined) throw failure;
    } finally {
      log.push('left');
    }
  }
  const work = (n: number) => {
    const result = Promise.withResolvers<string>();
    working.set(n, result);
    return result.promise;
  };
  return {
    items: items(),
    work,
    log,
    begun: () => [...working.keys()],
    finish: (n: number) => working.get(n)!.resolve(`${n}`),
  };
}

describe('Work in order', () => {
  it('is begun together, and answered in the order of the items', async () => {
    const { items, work, begun, finish } = create(3);
    const results = inOrder(items, work, 8);
    const first = results.next();
    await turn();
    expect(begun()).toEqual([1, 2, 3]);
    finish(3);
    finish(2);
    finish(1);
    expect([(await first).value, (await results.next()).value, (await results.next()).value]).toEqual(['1', '2', '3']);
    expect((await results.next()).done).toBe(true);
  });

  it('is not begun on more than may be worked on at a time', async () => {
    const { items, work, begun, finish } = create(9);
    const results = inOrder(items, work, 2);
    const first = results.next();
    await turn();
    expect(begun()).toEqual([1, 2]);
    finish(1);
    await first;
    await turn();
    expect(begun()).toEqual([1, 2, 3]);
    finish(2);
    finish(3);
    await results.return();
  });

  it('answers what was begun before it fails with its items', async () => {
    const { items, work, finish } = create(1, new Error('broken'));
    const results = inOrder(items, work, 8);
    const first = results.next();
    await turn();
    finish(1);
    expect((await first).value).toBe('1');
    await expect(results.next()).rejects.toThrow('broken');
  });

  it('fails with the work, and leaves the items', async () => {
    const { items, log } = create(9);
    const results = inOrder(items, async n => (n === 2 ? Promise.reject(new Error('no')) : n), 2);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('no');
    expect(log).toEqual(['left']);
  });

  it('leaves the items when it is left', async () => {
    const { items, work, log, finish } = create(9);
    const results = inOrder(items, work, 2);
    const first = results.next();
    await turn();
    finish(1);
    await first;
    await results.return();
    expect(log).toEqual(['left']);
  });
});
