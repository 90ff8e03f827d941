import { Decimal128, Long, Timestamp, type ObjectId } from 'bson';
import { Kind, kindOf } from './bson-type.ts';
import { binaryParts, codePointRank, sourceText } from './compare.ts';
import { compareDecimalWithNumber } from './decimal.ts';
import { toNumber, type BsonNumber } from './numbers.ts';
import type { Collation } from './collation.ts';

/**
 * Index keys are JavaScript strings whose plain `<` order is MongoDB's order of the values they encode: the kind, then the
 * value in a form whose 16-bit code units compare like the value, closed by a terminator so that no key is a prefix of another.
 * Equal values have equal keys and the other way round (with a collation: equal folded strings have equal keys).
 */
export function encodeKey(value: unknown, collation?: Collation): string {
  const kind = kindOf(value);
  const prefix = kindPrefix[kind]!;
  switch (kind) {
    case Kind.Number:
      return prefix + encodeNumber(value as BsonNumber);
    case Kind.String:
      return prefix + encodeText(collation ? collation.fold(String(value)) : String(value));
    case Kind.Object:
      return prefix + encodeDocument(value as Record<string, unknown>, collation);
    case Kind.Array: {
      let key = prefix;
      for (const item of value as unknown[]) key += encodeKey(item, collation);
      return key + '\0';
    }
    case Kind.Binary: {
      const { bytes, subtype } = binaryParts(value);
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      return prefix + String.fromCharCode(bytes.length >>> 16, bytes.length & 0xffff, subtype) + text;
    }
    case Kind.ObjectId:
      return prefix + Buffer.from((value as ObjectId).id).toString('latin1');
    case Kind.Boolean:
      return prefix + (value ? '\u0001' : '\0');
    case Kind.Date:
      return prefix + encodeDouble(Number(value));
    case Kind.Timestamp: {
      const timestamp = value as Timestamp;
      return prefix + encodeUnsigned(timestamp.getHighBitsUnsigned()) + encodeUnsigned(timestamp.getLowBitsUnsigned());
    }
    case Kind.RegExp:
    case Kind.Code:
      return prefix + encodeText(sourceText(value));
    default:
      return prefix;
  }
}

const kindPrefix = Array.from({ length: Kind.MaxKey + 1 }, (_unused, kind) => String.fromCharCode(kind));

/** The key no key of this kind is below. */
export function kindStart(kind: Kind): string {
  return String.fromCharCode(kind);
}

/** The key all keys of this kind are below. */
export function kindEnd(kind: Kind): string {
  return String.fromCharCode(kind + 1);
}

/** Turns the order around: what was below another key is now above it. */
export function invertKey(key: string): string {
  const units = new Uint16Array(key.length);
  for (let index = 0; index < key.length; index++) units[index] = 0xffff - key.charCodeAt(index);
  return Buffer.from(units.buffer).toString('utf16le');
}

const needsCare = /[\0\ud800-\uffff]/;

/** Escapes zero and puts characters beyond 16 bits where their UTF-8 bytes sort; closed by two zeros. */
function encodeText(text: string): string {
  if (!needsCare.test(text)) return text + '\0\0';
  let encoded = '';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    encoded += unit === 0 ? '\0\u0001' : String.fromCharCode(codePointRank(unit));
  }
  return encoded + '\0\0';
}

/** The start of the keys of all strings that begin with a prefix, to be used with {@link textPrefixEnd}. */
export function textPrefixStart(prefix: string): string {
  return kindStart(Kind.String) + encodeText(prefix).slice(0, -2);
}

/** Above all keys of strings that begin with the prefix. */
export function textPrefixEnd(prefix: string): string {
  return textPrefixStart(prefix) + '\uffff\uffff';
}

function encodeDocument(document: Record<string, unknown>, collation?: Collation): string {
  let key = '';
  for (const name of Object.keys(document)) {
    const value = document[name];
    key += kindPrefix[kindOf(value)]! + encodeText(name) + encodeKey(value, collation);
  }
  return key + '\0';
}

const scratch = new DataView(new ArrayBuffer(8));

function encodeUnsigned(value: number): string {
  return String.fromCharCode(value >>> 16, value & 0xffff);
}

/** A double's bits made comparable: negative numbers inverted, positive ones above them; NaN below all. */
function encodeDouble(value: number): string {
  if (Number.isNaN(value)) return '\0\0\0\0';
  scratch.setFloat64(0, value === 0 ? 0 : value);
  const a = scratch.getUint16(0);
  const b = scratch.getUint16(2);
  const c = scratch.getUint16(4);
  const d = scratch.getUint16(6);
  if (a & 0x8000) return String.fromCharCode(0xffff - a, 0xffff - b, 0xffff - c, 0xffff - d);
  return String.fromCharCode(a | 0x8000, b, c, d);
}

const exact = '\u8000';

/**
 * The nearest double, then how the exact value lies to it: same, below or above, and by how much. Only 64-bit integers beyond
 * 2^53 and decimals ever differ from their double.
 */
function encodeNumber(value: BsonNumber): string {
  const approximate = toNumber(value);
  const key = encodeDouble(approximate);
  if (typeof value === 'number' || !Number.isFinite(approximate)) return key + exact;
  if (value instanceof Decimal128) {
    const side = compareDecimalWithNumber(value, approximate);
    return side === 0 ? key + exact : key + (side < 0 ? '\u7000' : '\u9000') + encodeText(value.toString());
  }
  const integer = value instanceof Long ? value.toBigInt() : (value as bigint);
  // Neighbouring doubles near 2^63 are 1024 apart, so that the difference fits one unit.
  return key + String.fromCharCode(0x8000 + Number(integer - BigInt(approximate)));
}
