import { Decimal128, Double, Int32, Long } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { addDecimals, compareDecimalWithNumber, multiplyDecimals, parseDecimal } from './decimal.ts';

/** Any BSON number as it appears in a document read from bytes. */
export type BsonNumber = number | bigint | Long | Int32 | Double | Decimal128;

/** Whether a value is a number of any BSON type. */
export function isBsonNumber(value: unknown): value is BsonNumber {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null) return false;
  const type = (value as { _bsontype?: unknown })._bsontype;
  return type === 'Long' || type === 'Int32' || type === 'Double' || type === 'Decimal128';
}

/** The nearest JavaScript number. */
export function toNumber(value: BsonNumber): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Long) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  return value.valueOf();
}

/** A number a command carries as an option, or the fallback when it is absent. Throws TypeMismatch for anything else. */
export function optionNumber(value: unknown, name: string, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (!isBsonNumber(value))
    throw new MongoError('TypeMismatch', `BSON field '${name}' is the wrong type, expected a number`);
  return toNumber(value);
}

/** The exact value of an integer type beyond what a double holds, else undefined. */
function wideInteger(value: BsonNumber): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Long) return value.toBigInt();
  return undefined;
}

/** Compares two numbers of any BSON types by their exact values; NaN is less than every other number. */
export function compareNumbers(left: BsonNumber, right: BsonNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return compareDoubles(left, right);
  if (left instanceof Decimal128 && right instanceof Decimal128) {
    const a = parseDecimal(left);
    const b = parseDecimal(right);
    if (!a || !b) return compareDoubles(toNumber(left), toNumber(right));
    const exponent = Math.min(a.exponent, b.exponent);
    const scaledA = a.coefficient * 10n ** BigInt(a.exponent - exponent);
    const scaledB = b.coefficient * 10n ** BigInt(b.exponent - exponent);
    return scaledA < scaledB ? -1 : scaledA > scaledB ? 1 : 0;
  }
  if (left instanceof Decimal128) return compareDecimalWithNumber(left, wideInteger(right) ?? toNumber(right));
  if (right instanceof Decimal128) return -compareDecimalWithNumber(right, wideInteger(left) ?? toNumber(left));
  const a = wideInteger(left) ?? toNumber(left);
  const b = wideInteger(right) ?? toNumber(right);
  if (Number.isNaN(a) || Number.isNaN(b)) return compareDoubles(Number(a), Number(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareDoubles(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  if (left === right) return 0;
  return Number.isNaN(left) ? (Number.isNaN(right) ? 0 : -1) : 1;
}

const largestInt = 2 ** 31 - 1;

/**
 * Adds or multiplies as `$inc` and `$mul` do: decimal with anything is decimal, a double with an integer is a double, integers
 * stay integers and become 64-bit when they outgrow 32 bits.
 */
export function combineNumbers(operation: 'add' | 'multiply', left: BsonNumber, right: BsonNumber): BsonNumber {
  if (left instanceof Decimal128 || right instanceof Decimal128) {
    return operation === 'add' ? addDecimals(left, right) : multiplyDecimals(left, right);
  }
  const integers = isInteger(left) && isInteger(right);
  if (!integers) {
    const a = toNumber(left);
    const b = toNumber(right);
    return operation === 'add' ? a + b : a * b;
  }
  const a = BigInt(wideInteger(left) ?? toNumber(left));
  const b = BigInt(wideInteger(right) ?? toNumber(right));
  const result = operation === 'add' ? a + b : a * b;
  if (BigInt.asIntN(64, result) !== result) {
    throw new MongoError(
      'BadValue',
      `Failed to apply $${operation === 'add' ? 'inc' : 'mul'} operations to current value: integer overflow`,
    );
  }
  const keepsLong = left instanceof Long || right instanceof Long;
  if (!keepsLong && result >= -largestInt && result <= largestInt) return Number(result);
  return Long.fromBigInt(result);
}

function isInteger(value: BsonNumber): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= largestInt;
  return typeof value === 'bigint' || value instanceof Long || value instanceof Int32;
}
