import { describe, expect, it } from '@jest/globals';
import { Decimal128, Long } from 'bson';
import { divideDecimals } from './decimal.ts';
import { combineNumbers, compareNumbers, type BsonNumber } from './numbers.ts';

const decimal = Decimal128.fromString.bind(Decimal128);
const long = (text: string): Long => Long.fromString(text);

describe('adding and multiplying', () => {
  it.each<[string, 'add' | 'multiply', BsonNumber, BsonNumber, string, string]>([
    ['integers', 'add', 1, 2, '3', 'number'],
    ['an integer that outgrows 32 bits', 'add', 2_147_483_647, 1, '2147483648', 'Long'],
    ['a 64-bit integer with an integer', 'add', long('9007199254740993'), 2, '9007199254740995', 'Long'],
    ['a double with an integer', 'add', 0.5, 1, '1.5', 'number'],
    ['decimals exactly', 'add', decimal('0.1'), decimal('0.2'), '0.3', 'Decimal128'],
    ['a decimal with a double', 'add', decimal('1'), 0.5, '1.5', 'Decimal128'],
    ['products of 64-bit integers', 'multiply', long('3037000499'), 3, '9111001497', 'Long'],
    ['decimal products', 'multiply', decimal('1.10'), 3, '3.30', 'Decimal128'],
  ])('%s', (_name, operation, left, right, expected, type) => {
    const result = combineNumbers(operation, left, right);
    expect(String(result)).toBe(expected);
    expect(typeof result === 'object' ? result._bsontype : typeof result).toBe(type);
  });

  it('refuse to overflow 64 bits', () => {
    expect(() => combineNumbers('add', Long.MAX_VALUE, 1)).toThrow(/overflow/);
  });
});

describe('comparing', () => {
  it.each<[BsonNumber, BsonNumber, number]>([
    [1, 1.5, -1],
    [long('9007199254740993'), 9007199254740992, 1],
    [decimal('0.1'), 0.1, -1],
    [decimal('0.10'), decimal('0.1'), 0],
    [decimal('1E+40'), long('9223372036854775807'), 1],
    [decimal('-Infinity'), -1e308, -1],
    [Number.NaN, -Infinity, -1],
    [decimal('NaN'), Number.NaN, 0],
    [Long.MAX_VALUE, 2 ** 63, -1],
  ])('%s with %s', (left, right, expected) => {
    expect(Math.sign(compareNumbers(left, right))).toBe(expected);
    expect(Math.sign(compareNumbers(right, left)) + expected).toBe(0);
  });
});

it('divides decimals to 34 digits', () => {
  expect(String(divideDecimals(decimal('1'), 3))).toBe('0.3333333333333333333333333333333333');
  expect(String(divideDecimals(decimal('1'), 4))).toBe('0.25');
  expect(String(divideDecimals(decimal('1'), 0))).toBe('Infinity');
});
