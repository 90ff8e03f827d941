import { Binary, BSONRegExp, Timestamp, type ObjectId } from 'bson';
import { Kind, kindOf } from './bson-type.ts';
import { compareNumbers, type BsonNumber } from './numbers.ts';
import type { Collation } from './collation.ts';

/** Compares two values in MongoDB's order, across types. A missing value (`undefined`) equals null. */
export function compareValues(left: unknown, right: unknown, collation?: Collation): number {
  if (typeof left === 'number' && typeof right === 'number' && left === right) return 0;
  const kind = kindOf(left);
  const otherKind = kindOf(right);
  if (kind !== otherKind) return kind - otherKind;
  switch (kind) {
    case Kind.Number:
      return compareNumbers(left as BsonNumber, right as BsonNumber);
    case Kind.String:
      return collation ? collation.compare(String(left), String(right)) : compareStrings(String(left), String(right));
    case Kind.Object:
      return compareDocuments(left as Record<string, unknown>, right as Record<string, unknown>, collation);
    case Kind.Array:
      return compareArrays(left as unknown[], right as unknown[], collation);
    case Kind.Binary:
      return compareBinaries(left, right);
    case Kind.ObjectId:
      return Buffer.compare((left as ObjectId).id, (right as ObjectId).id);
    case Kind.Boolean:
      return Number(left) - Number(right);
    case Kind.Date:
      return Number(left) - Number(right);
    case Kind.Timestamp:
      return (left as Timestamp).comp(right as Timestamp);
    case Kind.RegExp:
    case Kind.Code:
      return compareStrings(sourceText(left), sourceText(right));
    default:
      return 0;
  }
}

/** Whether two values are equal as a query takes them: numbers by value, whatever their BSON types. */
export function equalValues(left: unknown, right: unknown, collation?: Collation): boolean {
  return compareValues(left, right, collation) === 0;
}

/** Compares strings in the order of their UTF-8 bytes, which differs from JavaScript's for characters beyond 16 bits. */
export function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Moves surrogate halves above all other code units, where the characters they encode belong. */
export function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareDocuments(
  left: Record<string, unknown>,
  right: Record<string, unknown>,
  collation?: Collation,
): number {
  const names = Object.keys(left);
  const otherNames = Object.keys(right);
  const length = Math.min(names.length, otherNames.length);
  for (let index = 0; index < length; index++) {
    const name = names[index]!;
    const otherName = otherNames[index]!;
    const byKind = kindOf(left[name]) - kindOf(right[otherName]);
    if (byKind !== 0) return byKind;
    const byName = compareStrings(name, otherName);
    if (byName !== 0) return byName;
    const byValue = compareValues(left[name], right[otherName], collation);
    if (byValue !== 0) return byValue;
  }
  return names.length - otherNames.length;
}

function compareArrays(left: unknown[], right: unknown[], collation?: Collation): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const order = compareValues(left[index], right[index], collation);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** The bytes and subtype of a binary value, whichever class holds it. */
export function binaryParts(value: unknown): { bytes: Uint8Array; subtype: number } {
  if (value instanceof Binary) return { bytes: value.buffer.subarray(0, value.position), subtype: value.sub_type };
  const view = value as ArrayBufferView;
  return { bytes: new Uint8Array(view.buffer, view.byteOffset, view.byteLength), subtype: 0 };
}

function compareBinaries(left: unknown, right: unknown): number {
  const a = binaryParts(left);
  const b = binaryParts(right);
  return a.bytes.length - b.bytes.length || a.subtype - b.subtype || Buffer.compare(a.bytes, b.bytes);
}

/** A regular expression's or code's text with its options, for ordering and for index keys. */
export function sourceText(value: unknown): string {
  if (value instanceof RegExp) return `${value.source}/${value.flags}`;
  if (value instanceof BSONRegExp) return `${value.pattern}/${value.options}`;
  return String((value as { code?: unknown }).code ?? value);
}
