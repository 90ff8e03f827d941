import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import type { Document } from 'bson';
import type { SchemaKeyword } from './schema-rule.ts';

type Operand = Pick<SchemaKeyword, 'keyword' | 'operand'>;

function wrongType({ keyword }: Operand, expected: string): MongoError {
  return new MongoError('TypeMismatch', `$jsonSchema keyword '${keyword}' must be ${expected}`);
}

/** The operand as a non-empty array; for `enum` without duplicates. */
export function listOperand({ keyword, operand }: Operand): unknown[] {
  if (!Array.isArray(operand) || operand.length === 0) throw wrongType({ keyword, operand }, 'a non-empty array');
  if (keyword === 'enum' && new Set(operand.map(item => encodeKey(item))).size !== operand.length) {
    throw new MongoError('FailedToParse', "$jsonSchema keyword 'enum' array cannot contain duplicate values");
  }
  return operand;
}

export function stringListOperand(keyword: Operand): string[] {
  const items = listOperand(keyword);
  if (!items.every(item => typeof item === 'string')) throw wrongType(keyword, 'an array of strings');
  return items;
}

export function documentOperand({ keyword, operand }: Operand): Document {
  if (!isDocument(operand)) throw wrongType({ keyword, operand }, 'an object');
  return operand;
}

export function numberOperand({ keyword, operand }: Operand): number {
  if (!isBsonNumber(operand)) throw wrongType({ keyword, operand }, 'a number');
  return toNumber(operand);
}

/** The operand as a regular expression, by code points where it allows. */
export function patternOperand(keyword: Operand): RegExp {
  const { operand } = keyword;
  if (typeof operand !== 'string') throw wrongType(keyword, 'a string');
  try {
    return new RegExp(operand, 'u');
  } catch {
    try {
      return new RegExp(operand);
    } catch (error) {
      throw new MongoError('BadValue', (error as Error).message);
    }
  }
}
