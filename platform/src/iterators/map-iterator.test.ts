import { describe, expect, it } from '@jest/globals';
import { mapIterator, type ItemWork } from './map-iterator.ts';
import type { PolledIterator } from './polled-iterator.ts';

/** Numbers of which some are at hand; the others come, one by one, when they are waited for. */
function numbers(atHand: number[], coming: number[], log: string[] = []): PolledIterator<number> {
  return {
    poll: () => atHand.shift(),
    async next() {
      const value = atHand.shift() ?? coming.shift();
      return value === undefined ? { done: true, value } : { done: false, value };
    },
    async return() {
      log.push('left');
      return { done: true, value: undefined };
    },
  };
}

function open(source: () => PolledIterator<number>, work: Partial<ItemWork<number, string>> = {}) {
  const endings: unknown[][] = [];
  const mapped = mapIterator<number, string>(source, {
    map: String,
    ended: (...ending) => endings.push(ending),
    ...work,
  });
  return { mapped, endings };
}

describe('A mapped iterator', () => {
  it('gives what is at hand when it is polled, and the rest when it is waited for', async () => {
    const { mapped, endings } = open(() => numbers([1, 2, 3], [4]));
    expect(mapped.poll!()).toBeUndefined();
    expect(await mapped.next()).toEqual({ done: false, value: '1' });
    expect([mapped.poll!(), mapped.poll!(), mapped.poll!()]).toEqual(['2', '3', undefined]);
    const rest: string[] = [];
    for await (const item of mapped) rest.push(item);
    expect(rest).toEqual(['4']);
    expect(endings).toEqual([[undefined]]);
    expect([mapped.poll!(), await mapped.next()]).toEqual([undefined, { done: true, value: undefined }]);
  });

  it('reads what cannot be polled', async () => {
    async function* plain() {
      yield 1;
    }
    const { mapped } = open(plain);
    expect(await mapped.next()).toEqual({ done: false, value: '1' });
    expect(mapped.poll!()).toBeUndefined();
    expect((await mapped.next()).done).toBe(true);
  });

  it('leaves its source when its reader leaves, also while that waits', async () => {
    const log: string[] = [];
    const { mapped, endings } = open(() => ({ ...numbers([], [], log), next: () => new Promise(() => undefined) }));
    void mapped.next();
    await mapped.return!();
    expect([log, endings]).toEqual([['left'], [[undefined]]]);
  });

  it('does not open what nobody reads', async () => {
    const { mapped } = open(() => {
      throw new Error('opened');
    });
    await mapped.return!();
    expect(await mapped.next()).toEqual({ done: true, value: undefined });
  });

  it.each([
    ['opening', { fails: 'opening', left: [] }],
    ['reading', { fails: 'reading', left: ['left'] }],
    ['the work', { fails: 'the work', left: ['left'] }],
  ])('explains what broke it off: %s', async (_what, { fails, left }) => {
    const log: string[] = [];
    const fail = (): never => {
      throw new Error(fails);
    };
    const { mapped, endings } = open(
      () => (fails === 'opening' ? fail() : { ...numbers([], [1], log), ...(fails === 'reading' && { next: fail }) }),
      { ...(fails === 'the work' && { map: fail }), explain: error => `explained: ${(error as Error).message}` },
    );
    await expect(mapped.next()).rejects.toBe(`explained: ${fails}`);
    expect([endings, log]).toEqual([[[new Error(fails)]], left]);
    expect(await mapped.next()).toEqual({ done: true, value: undefined });
  });

  it('throws what goes wrong while it is polled', async () => {
    const log: string[] = [];
    const { mapped } = open(() => numbers([1, 2], [], log), {
      map(number) {
        if (number === 2) throw new Error('Two.');
        return String(number);
      },
    });
    await mapped.next();
    expect(() => mapped.poll!()).toThrow('Two.');
    expect([log, await mapped.next()]).toEqual([['left'], { done: true, value: undefined }]);
  });
});
