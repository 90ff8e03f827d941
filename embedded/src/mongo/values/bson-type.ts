import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

/**
 * The kinds of value MongoDB orders, in its comparison order: a value of an earlier kind sorts before any of a later one.
 * https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
 */
export enum Kind {
  MinKey = 1,
  Null = 2,
  Number = 3,
  String = 4,
  Object = 5,
  Array = 6,
  Binary = 7,
  ObjectId = 8,
  Boolean = 9,
  Date = 10,
  Timestamp = 11,
  RegExp = 12,
  Code = 13,
  MaxKey = 14,
}

const kindOfBsonType: Record<string, Kind> = {
  Long: Kind.Number,
  Int32: Kind.Number,
  Double: Kind.Number,
  Decimal128: Kind.Number,
  ObjectId: Kind.ObjectId,
  Binary: Kind.Binary,
  Timestamp: Kind.Timestamp,
  BSONRegExp: Kind.RegExp,
  BSONSymbol: Kind.String,
  Code: Kind.Code,
  DBRef: Kind.Object,
  MinKey: Kind.MinKey,
  MaxKey: Kind.MaxKey,
};

/** The kind a value is ordered by. A missing value (`undefined`) is ordered as null. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return Kind.Number;
    case 'string':
      return Kind.String;
    case 'boolean':
      return Kind.Boolean;
    case 'undefined':
      return Kind.Null;
    default:
  }
  if (value === null) return Kind.Null;
  if (Array.isArray(value)) return Kind.Array;
  if (value instanceof Date) return Kind.Date;
  if (value instanceof RegExp) return Kind.RegExp;
  const bsonType = (value as { _bsontype?: unknown })._bsontype;
  if (typeof bsonType === 'string') return kindOfBsonType[bsonType] ?? Kind.Object;
  if (ArrayBuffer.isView(value)) return Kind.Binary;
  return Kind.Object;
}

/** Whether a value is an embedded document: neither an array nor any other BSON type. */
export function isDocument(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && kindOf(value) === Kind.Object;
}

/** `$type` aliases and numbers. */
const typeNumbers: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};
const aliases = new Map(Object.entries(typeNumbers).map(([alias, number]) => [number, alias]));

/** The alias of a `$type` operand (`'string'` or `2`), `'number'` included; undefined when there is no such type. */
export function typeAlias(type: unknown): string | undefined {
  if (typeof type === 'string') return type === 'number' || type in typeNumbers ? type : undefined;
  return aliases.get(Number(type));
}

/** The `$type` alias of a value that exists. JavaScript numbers are int when they fit 32 bits, as they are stored. */
export function bsonTypeOf(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0) ? 'int' : 'double';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'long';
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof RegExp || value instanceof BSONRegExp) return 'regex';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Long && !(value instanceof Timestamp)) return 'long';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Int32) return 'int';
  if (value instanceof Double) return 'double';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Binary || ArrayBuffer.isView(value)) return 'binData';
  if (value instanceof Code) return 'javascript';
  if (value instanceof BSONSymbol) return 'symbol';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  return 'object';
}

/** Whether a value is of a type named as in `$type` and `bsonType`. */
export function isOfType(value: unknown, alias: string): boolean {
  const type = bsonTypeOf(value);
  return alias === 'number' ? kindOf(value) === Kind.Number && type !== 'timestamp' : type === alias;
}
