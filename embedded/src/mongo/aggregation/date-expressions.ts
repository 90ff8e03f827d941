import { ObjectId, Timestamp } from 'bson';
import { evalExpr } from 'mingo/core';
import * as mingoExpressions from 'mingo/operators/expression';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { timezoneOffset } from './timezone.ts';
import type { ExpressionOperator, Options } from 'mingo/types';

type AnyOperator = (document: unknown, expression: unknown, options: Options) => unknown;
const mingo = mingoExpressions as unknown as Record<string, AnyOperator>;

const parts = [
  '$year',
  '$month',
  '$dayOfMonth',
  '$dayOfWeek',
  '$dayOfYear',
  '$hour',
  '$minute',
  '$second',
  '$millisecond',
  '$isoWeek',
  '$isoWeekYear',
  '$isoDayOfWeek',
];

/** A value as a date, undefined for null and missing ones. */
function toDate(value: unknown): Date | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  throw new MongoError('BadValue', `can't convert from ${typeof value} to Date`);
}

/** A part of a date: null when there is no date. */
function part(compute: (local: Date, document: unknown, options: Options) => unknown): ExpressionOperator {
  return (document: unknown, expression: unknown, options: Options) => {
    const given: { date?: unknown; timezone?: unknown } =
      isDocument(expression) && 'date' in expression
        ? expression
        : { date: Array.isArray(expression) ? expression[0] : expression };
    const date = toDate(evalExpr(document, given.date, options));
    if (!date) return null;
    const timezone = evalExpr(document, given.timezone, options);
    const local = typeof timezone === 'string' ? new Date(date.getTime() + timezoneOffset(date, timezone)) : date;
    return compute(local, document, options);
  };
}

/** The week of the year, weeks beginning on Sunday, the days before the first one being week 0. */
function weekOfYear(date: Date): number {
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000);
  return Math.floor((dayOfYear + 7 - date.getUTCDay()) / 7);
}

/** An operator with a date among its arguments: null when there is none. */
function withDate(name: string, field: string): ExpressionOperator {
  return (document: unknown, expression: Record<string, unknown>, options: Options) => {
    const date = toDate(evalExpr(document, expression[field], options));
    return date ? mingo[name]!(document, { ...expression, [field]: date }, options) : null;
  };
}

/** Truncates in a timezone by truncating the local time. */
const dateTrunc = ((document: unknown, expression: Record<string, unknown>, options: Options) => {
  const { timezone: zoneExpression, ...rest } = expression;
  const date = toDate(evalExpr(document, expression['date'], options));
  if (!date) return null;
  const timezone = evalExpr(document, zoneExpression, options);
  if (typeof timezone !== 'string') return mingo['$dateTrunc']!(document, { ...rest, date }, options);
  const local = new Date(date.getTime() + timezoneOffset(date, timezone));
  const truncated = mingo['$dateTrunc']!(document, { ...rest, date: local }, options);
  if (!(truncated instanceof Date)) return truncated;
  // The offset at the truncated time may be another than now, across a change of the clocks.
  const guess = new Date(truncated.getTime() - timezoneOffset(date, timezone));
  return new Date(truncated.getTime() - timezoneOffset(guess, timezone));
}) as ExpressionOperator;

/** Date operators in which mingo departs from MongoDB: missing dates, timezones, weeks. */
export const dateExpressions: Record<`$${string}`, ExpressionOperator> = {
  ...Object.fromEntries(
    parts.map(name => [name, part((local, document, options) => mingo[name]!(document, local, options))]),
  ),
  $week: part(weekOfYear),
  $dateToParts: withDate('$dateToParts', 'date'),
  $dateAdd: withDate('$dateAdd', 'startDate'),
  $dateSubtract: withDate('$dateSubtract', 'startDate'),
  $dateTrunc: dateTrunc,
};
