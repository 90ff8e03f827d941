import { Decimal128, Long, ObjectId } from 'bson';
import { evalExpr } from 'mingo/core';
import {
  $convert as convertOther,
  $toString as toStringOther,
  $toDouble as toDoubleOther,
  $toInt as toIntOther,
  $toLong as toLongOther,
} from 'mingo/operators/expression';
import { MongoError } from '../errors/mongo-error.ts';
import { textScoreOf } from '../queries/text-score.ts';
import { bsonTypeOf, isDocument } from '../values/bson-type.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import type { Document } from 'bson';
import type { ExpressionOperator, Options } from 'mingo/types';

function conversion(convert: (value: unknown) => unknown): ExpressionOperator {
  return (document: unknown, expression: unknown, options: Options) => {
    const value = evalExpr(document, expression, options);
    return value === null || value === undefined ? null : convert(value);
  };
}

function toObjectId(value: unknown): ObjectId {
  if (value instanceof ObjectId) return value;
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value);
  throw new MongoError('BadValue', `Failed to parse objectId '${String(value)}' in $convert with no onError value`);
}

function toDecimal(value: unknown): Decimal128 {
  if (value instanceof Decimal128) return value;
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  try {
    return Decimal128.fromString(String(value));
  } catch {
    throw new MongoError('BadValue', `Failed to parse number '${String(value)}' in $convert with no onError value`);
  }
}

/** mingo's conversions take JavaScript values only: hands them the number a BSON number stands for. */
function overBsonNumbers(operator: unknown): ExpressionOperator {
  return (document: unknown, expression: unknown, options: Options) => {
    const value = evalExpr(document, expression, options);
    return (operator as (...parameters: unknown[]) => unknown)(
      document,
      { $literal: isBsonNumber(value) ? toNumber(value) : value },
      options,
    );
  };
}

/** Conversions to and tests of BSON's own types, and `$meta`. */
export const conversionExpressions: Record<`$${string}`, ExpressionOperator> = {
  $toObjectId: conversion(toObjectId),
  $toDecimal: conversion(toDecimal),
  $toString: (document: unknown, expression: unknown, options: Options) => {
    const value = evalExpr(document, expression, options);
    if (value instanceof ObjectId || value instanceof Decimal128 || value instanceof Long) return value.toString();
    return (toStringOther as (...parameters: unknown[]) => unknown)(document, { $literal: value }, options);
  },
  $toDouble: overBsonNumbers(toDoubleOther),
  $toInt: overBsonNumbers(toIntOther),
  $toLong: overBsonNumbers(toLongOther),
  $isNumber: (document: unknown, expression: unknown, options: Options) =>
    isBsonNumber(evalExpr(document, expression, options)),
  $type: (document: unknown, expression: unknown, options: Options) => {
    const value = evalExpr(document, expression, options);
    return value === undefined ? 'missing' : bsonTypeOf(value);
  },
  $convert: (document: unknown, expression: Document, options: Options) => {
    const target = isDocument(expression) ? evalExpr(document, expression['to'], options) : undefined;
    const convert =
      target === 'objectId' || target === 7
        ? toObjectId
        : target === 'decimal' || target === 19
          ? toDecimal
          : undefined;
    if (!convert) return (convertOther as (...parameters: unknown[]) => unknown)(document, expression, options);
    const input = evalExpr(document, expression['input'], options);
    if (input === null || input === undefined) return evalExpr(document, expression['onNull'], options) ?? null;
    try {
      return convert(input);
    } catch (error) {
      if (!('onError' in expression)) throw error;
      return evalExpr(document, expression['onError'], options);
    }
  },
  $meta: (document: Document, expression: unknown, _options: Options) => {
    if (expression !== 'textScore')
      throw new MongoError('BadValue', `Unsupported argument to $meta: ${String(expression)}`);
    return textScoreOf(document);
  },
};
