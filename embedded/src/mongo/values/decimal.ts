import { Decimal128, Double, Int32, Long } from 'bson';

/** A finite decimal: `coefficient * 10 ** exponent`. */
export interface DecimalParts {
  coefficient: bigint;
  exponent: number;
}

/** IEEE 754-2008 decimal128 has 34 significant digits. */
const maximumDigits = 34;

/** The parts of a finite decimal, or undefined for NaN and the infinities. */
export function parseDecimal(value: Decimal128): DecimalParts | undefined {
  return parseDecimalText(value.toString());
}

function parseDecimalText(text: string): DecimalParts | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const coefficient = BigInt(whole + fraction || '0');
  return { coefficient: sign === '-' ? -coefficient : coefficient, exponent: Number(exponent) - fraction.length };
}

/** A number of any BSON type as a decimal; doubles take their shortest decimal form. */
function partsOf(value: unknown): DecimalParts | undefined {
  if (value instanceof Decimal128) return parseDecimal(value);
  if (typeof value === 'bigint') return { coefficient: value, exponent: 0 };
  if (value instanceof Long) return { coefficient: value.toBigInt(), exponent: 0 };
  const number = value instanceof Int32 || value instanceof Double ? value.valueOf() : Number(value);
  return parseDecimalText(String(number));
}

function fromParts({ coefficient, exponent }: DecimalParts): Decimal128 {
  let digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  let shift = exponent;
  if (digits.length > maximumDigits) {
    const dropped = digits.length - maximumDigits;
    const divisor = 10n ** BigInt(dropped);
    const magnitude = BigInt(digits);
    let rounded = magnitude / divisor;
    const rest = (magnitude % divisor) * 2n;
    // Half to even, the default rounding of decimal128.
    if (rest > divisor || (rest === divisor && rounded % 2n === 1n)) rounded += 1n;
    digits = rounded.toString();
    shift += dropped;
  }
  return Decimal128.fromString(`${coefficient < 0n ? '-' : ''}${digits}E${shift}`);
}

/** The sum as a decimal. NaN when an operand is not finite. */
export function addDecimals(left: unknown, right: unknown): Decimal128 {
  const a = partsOf(left);
  const b = partsOf(right);
  if (!a || !b) return notFinite(Number(String(left)) + Number(String(right)));
  const exponent = Math.min(a.exponent, b.exponent);
  return fromParts({
    coefficient:
      a.coefficient * 10n ** BigInt(a.exponent - exponent) + b.coefficient * 10n ** BigInt(b.exponent - exponent),
    exponent,
  });
}

/** The product as a decimal. */
export function multiplyDecimals(left: unknown, right: unknown): Decimal128 {
  const a = partsOf(left);
  const b = partsOf(right);
  if (!a || !b) return notFinite(Number(String(left)) * Number(String(right)));
  return fromParts({ coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent });
}

/** The quotient as a decimal, to 34 digits. */
export function divideDecimals(left: unknown, right: unknown): Decimal128 {
  const a = partsOf(left);
  const b = partsOf(right);
  if (!a || !b || b.coefficient === 0n) return notFinite(Number(String(left)) / Number(String(right)));
  const scale = maximumDigits + b.coefficient.toString().length;
  let coefficient = (a.coefficient * 10n ** BigInt(scale)) / b.coefficient;
  let exponent = a.exponent - b.exponent - scale;
  while (coefficient !== 0n && coefficient % 10n === 0n && exponent < 0) {
    coefficient /= 10n;
    exponent += 1;
  }
  return fromParts({ coefficient, exponent });
}

/** The difference as a decimal. */
export function subtractDecimals(left: unknown, right: unknown): Decimal128 {
  return addDecimals(left, multiplyDecimals(right, -1));
}

function notFinite(value: number): Decimal128 {
  return Decimal128.fromString(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');
}

/** Compares a decimal with an integer or a double by their exact values; NaN is less than every other number. */
export function compareDecimalWithNumber(decimal: Decimal128, number: number | bigint): number {
  const parts = parseDecimal(decimal);
  const approximate = Number(decimal.toString());
  if (!parts || (typeof number === 'number' && !Number.isFinite(number))) {
    const other = Number(number);
    if (Number.isNaN(approximate)) return Number.isNaN(other) ? 0 : -1;
    if (Number.isNaN(other)) return 1;
    return approximate < other ? -1 : approximate > other ? 1 : 0;
  }
  // Both sides as fractions with a common denominator: decimal = c * 10^e, double = n / 2^k.
  const { numerator, denominator } =
    typeof number === 'bigint' ? { numerator: number, denominator: 1n } : exactFraction(number);
  const left =
    parts.exponent >= 0
      ? parts.coefficient * 10n ** BigInt(parts.exponent) * denominator
      : parts.coefficient * denominator;
  const right = parts.exponent >= 0 ? numerator : numerator * 10n ** BigInt(-parts.exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A finite double as a fraction whose denominator is a power of two. */
function exactFraction(value: number): { numerator: bigint; denominator: bigint } {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}
