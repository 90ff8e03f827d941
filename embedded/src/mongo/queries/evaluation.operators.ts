import { MongoError } from '../errors/mongo-error.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { binaryParts } from '../values/compare.ts';
import { Kind, kindOf } from '../values/bson-type.ts';
import type { OperatorTest } from './predicate.ts';

/** `$mod`: [divisor, remainder]. */
export function modulo(operand: unknown): OperatorTest {
  if (!Array.isArray(operand) || operand.length !== 2 || !operand.every(isBsonNumber)) {
    throw new MongoError('BadValue', 'malformed mod, needs to be an array of two numbers');
  }
  const [divisor, remainder] = operand.map(value => Math.trunc(toNumber(value))) as [number, number];
  if (divisor === 0) throw new MongoError('BadValue', 'divisor cannot be 0');
  return {
    perElement: true,
    test: value => isBsonNumber(value) && Math.trunc(toNumber(value)) % divisor === remainder,
  };
}

type BitOperator = '$bitsAllSet' | '$bitsAnySet' | '$bitsAllClear' | '$bitsAnyClear';

/** `$bitsAllSet` and its like, with a number, a list of positions or a binary mask. */
export function bits(operator: BitOperator, operand: unknown): OperatorTest {
  const mask = bitMask(operator, operand);
  return {
    perElement: true,
    test: value => {
      const actual = bitsOf(value);
      if (actual === undefined) return false;
      const set = actual & mask;
      if (operator === '$bitsAllSet') return set === mask;
      if (operator === '$bitsAnySet') return set !== 0n;
      if (operator === '$bitsAllClear') return set === 0n;
      return set !== mask;
    },
  };
}

function bitMask(operator: string, operand: unknown): bigint {
  if (Array.isArray(operand)) {
    return operand.reduce((mask: bigint, position) => {
      const bit = isBsonNumber(position) ? toNumber(position) : -1;
      if (!Number.isInteger(bit) || bit < 0 || bit > 8191)
        throw new MongoError('BadValue', `bit positions must be an integer >= 0 for ${operator}`);
      return mask | (1n << BigInt(bit));
    }, 0n);
  }
  const mask = bitsOf(operand);
  if (mask === undefined) throw new MongoError('BadValue', `${operator} takes an Array, a number, or a BinData`);
  return mask;
}

function bitsOf(value: unknown): bigint | undefined {
  if (isBsonNumber(value)) {
    const number = toNumber(value);
    return Number.isInteger(number) ? BigInt.asUintN(64, BigInt(number)) : undefined;
  }
  if (kindOf(value) !== Kind.Binary) return undefined;
  let result = 0n;
  for (const byte of binaryParts(value).bytes.toReversed()) result = (result << 8n) | BigInt(byte);
  return result;
}
