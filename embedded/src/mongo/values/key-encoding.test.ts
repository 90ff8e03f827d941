import { describe, expect, it } from '@jest/globals';
import { Binary, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { compareValues } from './compare.ts';
import { encodeKey, invertKey, textPrefixEnd, textPrefixStart } from './key-encoding.ts';

/** Values of every kind, many of them close neighbours. */
const values: unknown[] = [
  new MinKey(),
  null,
  undefined,
  Number.NaN,
  -Infinity,
  -1e300,
  -2,
  -1.5,
  -1,
  -1e-300,
  0,
  -0,
  1e-300,
  0.1,
  1,
  1.5,
  2,
  255,
  256,
  65_536,
  1e300,
  Infinity,
  Long.fromNumber(1),
  Long.fromString('9007199254740992'),
  Long.fromString('9007199254740993'),
  Long.fromString('-9007199254740993'),
  Long.MAX_VALUE,
  Long.MIN_VALUE,
  Decimal128.fromString('0.1'),
  Decimal128.fromString('1'),
  Decimal128.fromString('1.0'),
  Decimal128.fromString('1E+400'),
  '',
  '\0',
  '\0\0',
  'a',
  'a\0',
  'a\0b',
  'aa',
  'ab',
  'b',
  'é',
  '\uffff',
  '😀',
  '\ue000',
  {},
  { a: 1 },
  { a: 1, b: 1 },
  { a: 2 },
  { b: 0 },
  { a: 'x' },
  { a: { b: 1 } },
  { a: null },
  [],
  [1],
  [1, 2],
  [2],
  [[1]],
  ['a'],
  [null],
  new Binary(Buffer.from('')),
  new Binary(Buffer.from('a')),
  new Binary(Buffer.from('b')),
  new Binary(Buffer.from('a'), 4),
  new Binary(Buffer.from('aa')),
  new ObjectId('000000000000000000000000'),
  new ObjectId('0000000000000000000000ff'),
  new ObjectId('ff0000000000000000000000'),
  false,
  true,
  new Date(-5),
  new Date(0),
  new Date(1_700_000_000_000),
  new Timestamp({ t: 1, i: 5 }),
  new Timestamp({ t: 2, i: 1 }),
  /a/,
  /a/i,
  /b/,
  new MaxKey(),
];

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

describe('index keys', () => {
  it('order as the values they encode, for every pair', () => {
    for (const left of values) {
      for (const right of values) {
        const expected = Math.sign(compareValues(left, right)) + 0;
        expect({ left, right, order: order(encodeKey(left), encodeKey(right)) }).toEqual({
          left,
          right,
          order: expected,
        });
      }
    }
  });

  it('order the other way round when inverted, other keys behind them or not', () => {
    for (const left of values) {
      for (const right of values) {
        const expected = -Math.sign(compareValues(left, right));
        if (expected === 0) continue;
        expect(
          order(invertKey(encodeKey(left)) + encodeKey(1), invertKey(encodeKey(right)) + encodeKey(new MaxKey())),
        ).toBe(expected);
        expect(order(encodeKey(left) + encodeKey(new MaxKey()), encodeKey(right) + encodeKey(1))).toBe(-expected);
      }
    }
  });

  it('tell apart numbers that share their nearest double', () => {
    expect(encodeKey(Long.fromString('9007199254740993'))).not.toBe(encodeKey(9007199254740992));
    expect(encodeKey(Decimal128.fromString('0.1'))).not.toBe(encodeKey(0.1));
    expect(encodeKey(Decimal128.fromString('0.5'))).toBe(encodeKey(0.5));
  });

  it('of strings with a prefix lie between its ends', () => {
    const within = (text: string, prefix: string): boolean => {
      const key = encodeKey(text);
      return key >= textPrefixStart(prefix) && key < textPrefixEnd(prefix);
    };
    for (const text of ['ab', 'abc', 'ab\0', 'ab😀', 'ab\uffff']) expect(within(text, 'ab')).toBe(true);
    for (const text of ['a', 'ac', 'aa', 'b', '']) expect(within(text, 'ab')).toBe(false);
  });
});
