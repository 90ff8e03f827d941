import { describe, expect, it } from '@jest/globals';
import { OrderedKeys } from './ordered-keys.ts';

interface Item {
  readonly record: number;
}

/** The same operations on a plain sorted array. */
class Model {
  entries: { key: string; record: number }[] = [];

  add(key: string, record: number): void {
    this.entries.push({ key, record });
    this.entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.record - b.record));
  }

  remove(key: string, record: number): boolean {
    const index = this.entries.findIndex(entry => entry.key === key && entry.record === record);
    if (index !== -1) this.entries.splice(index, 1);
    return index !== -1;
  }

  range(from: string, to: string): number[] {
    return this.entries.filter(({ key }) => key >= from && key < to).map(({ record }) => record);
  }
}

/** A sequence that only looks random, so that a failure can be repeated. */
function* sequence(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const records = (items: Iterable<Item>): number[] => Array.from(items, ({ record }) => record);

describe('ordered keys', () => {
  it.each([1, 2, 3])('do what a sorted array does, through splits and removals (seed %i)', seed => {
    const random = sequence(seed);
    const next = (bound: number): number => Math.floor(random.next().value * bound);
    const tree = new OrderedKeys<Item>();
    const model = new Model();
    for (let step = 0; step < 4000; step++) {
      const key = String.fromCharCode(97 + next(26)) + String(next(20));
      const record = next(50);
      if (next(3) > 0) {
        tree.add(key, { record });
        model.add(key, record);
      } else expect(tree.remove(key, { record })).toBe(model.remove(key, record));
      if (step % 200 === 0) {
        const [from, to] = [String.fromCharCode(97 + next(26)), String.fromCharCode(97 + next(26))];
        expect(records(tree.range(from, to))).toEqual(model.range(from, to));
        expect(records(tree.range(from, to, true))).toEqual(model.range(from, to).toReversed());
      }
    }
    expect(tree.size).toBe(model.entries.length);
    expect(records(tree.range('', '~'))).toEqual(model.range('', '~'));
  });

  it('load unsorted entries at once', () => {
    const tree = new OrderedKeys<Item>();
    const keys = Array.from({ length: 2000 }, (_unused, record) => String((record * 7919) % 2000).padStart(4, '0'));
    tree.load(
      keys,
      keys.map((_key, record) => ({ record })),
    );
    const inOrder = keys.map((key, record) => ({ key, record })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(records(tree.range('', '~'))).toEqual(inOrder.map(({ record }) => record));
    tree.add('0999x', { record: 5000 });
    expect(records(tree.range('0999', '1000'))).toEqual([keys.indexOf('0999'), 5000]);
  });

  it('find the first entry of a key that is accepted', () => {
    const tree = new OrderedKeys<Item>();
    for (const record of [3, 1, 2]) tree.add('k', { record });
    tree.add('k2', { record: 9 });
    expect(tree.find('k', ({ record }) => record > 1)).toEqual({ record: 2 });
    expect(tree.find('k', ({ record }) => record > 3)).toBeUndefined();
  });
});
