import { Long, ObjectId, type Document } from 'bson';
import { readDocument } from './bson-codec.ts';

/** BSON element types this reader decodes itself; others go through bson. https://bsonspec.org/spec.html */
const doubleType = 0x01;
const stringType = 0x02;
const documentType = 0x03;
const arrayType = 0x04;
const binaryType = 0x05;
const undefinedType = 0x06;
const objectIdType = 0x07;
const booleanType = 0x08;
const dateType = 0x09;
const nullType = 0x0a;
const regexType = 0x0b;
const pointerType = 0x0c;
const codeType = 0x0d;
const symbolType = 0x0e;
const codeWithScopeType = 0x0f;
const int32Type = 0x10;
const timestampType = 0x11;
const longType = 0x12;
const decimalType = 0x13;

/**
 * Reads only some top-level fields of a BSON document, skipping over the bytes of all others. Filters, sorts and index keys
 * mostly need one or two fields, which this finds several times faster than reading the document. The set of fields must not
 * change between calls.
 */
export function readFields(bson: Uint8Array, fields: ReadonlySet<string>): Document {
  const buffer = Buffer.isBuffer(bson) ? bson : Buffer.from(bson.buffer, bson.byteOffset, bson.byteLength);
  const names = encodedNames(fields);
  const document: Document = {};
  let missing = names.length;
  let position = 4;
  while (missing > 0) {
    const type = buffer[position];
    if (type === undefined || type === 0) break;
    const nameStart = position + 1;
    let nameEnd = nameStart;
    while (buffer[nameEnd] !== 0) nameEnd++;
    const valueStart = nameEnd + 1;
    const valueEnd = endOfValue(buffer, type, valueStart);
    const name = matchingName(names, buffer, nameStart, nameEnd);
    if (name !== undefined) {
      document[name] = decodeValue(buffer, type, position, valueStart, valueEnd, name);
      missing--;
    }
    position = valueEnd;
  }
  return document;
}

interface EncodedName {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const encodedNamesOf = new WeakMap<ReadonlySet<string>, EncodedName[]>();

function encodedNames(fields: ReadonlySet<string>): EncodedName[] {
  let names = encodedNamesOf.get(fields);
  if (!names) encodedNamesOf.set(fields, (names = Array.from(fields, name => ({ name, bytes: Buffer.from(name) }))));
  return names;
}

/** The name, of those looked for, whose bytes stand in a range of the buffer. Names are short: a loop beats any call. */
function matchingName(names: readonly EncodedName[], buffer: Buffer, start: number, end: number): string | undefined {
  const length = end - start;
  for (const { name, bytes } of names) {
    if (bytes.length !== length) continue;
    let index = 0;
    while (index < length && bytes[index] === buffer[start + index]) index++;
    if (index === length) return name;
  }
  return undefined;
}

function endOfValue(buffer: Buffer, type: number, start: number): number {
  switch (type) {
    case doubleType:
    case dateType:
    case timestampType:
    case longType:
      return start + 8;
    case int32Type:
      return start + 4;
    case booleanType:
      return start + 1;
    case objectIdType:
      return start + 12;
    case decimalType:
      return start + 16;
    case stringType:
    case codeType:
    case symbolType:
      return start + 4 + buffer.readInt32LE(start);
    case documentType:
    case arrayType:
    case codeWithScopeType:
      return start + buffer.readInt32LE(start);
    case binaryType:
      return start + 5 + buffer.readInt32LE(start);
    case pointerType:
      return start + 16 + buffer.readInt32LE(start);
    case regexType:
      return buffer.indexOf(0, buffer.indexOf(0, start) + 1) + 1;
    default:
      return start; // null, undefined, MinKey, MaxKey
  }
}

function decodeValue(
  buffer: Buffer,
  type: number,
  elementStart: number,
  start: number,
  end: number,
  name: string,
): unknown {
  switch (type) {
    case doubleType:
      return buffer.readDoubleLE(start);
    case int32Type:
      return buffer.readInt32LE(start);
    case stringType:
      return buffer.toString('utf8', start + 4, end - 1);
    case booleanType:
      return buffer[start] === 1;
    case nullType:
    case undefinedType:
      return null;
    case objectIdType:
      return new ObjectId(buffer.subarray(start, end));
    case dateType:
      return new Date(buffer.readInt32LE(start + 4) * 2 ** 32 + buffer.readUInt32LE(start));
    case longType:
      return new Long(buffer.readInt32LE(start), buffer.readInt32LE(start + 4));
    case documentType:
      return readDocument(buffer.subarray(start, end));
    default: {
      const single = Buffer.allocUnsafe(4 + (end - elementStart) + 1);
      single.writeInt32LE(single.length, 0);
      buffer.copy(single, 4, elementStart, end);
      single[single.length - 1] = 0;
      return readDocument(single)[name];
    }
  }
}

/** The document with an `_id` put first; the other fields keep their bytes. */
export function prependId(
  bson: Uint8Array,
  id: unknown,
  writeDocument: (document: Document) => Uint8Array,
): Uint8Array {
  const idElement = writeDocument({ _id: id }).subarray(4, -1);
  const result = Buffer.allocUnsafe(bson.byteLength + idElement.byteLength);
  result.writeInt32LE(result.length, 0);
  result.set(idElement, 4);
  result.set(bson.subarray(4), 4 + idElement.byteLength);
  return result;
}
