import { describe, expect, it } from '@jest/globals';
import {
  Binary,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  serialize,
  type Document,
} from 'bson';
import { readDocument, writeDocument } from './bson-codec.ts';
import { prependId, readFields } from './document-bytes.ts';

const document: Document = {
  double: new Double(1.5),
  text: 'größer 😀',
  nested: { a: [1, { b: 2 }] },
  list: [1, 'two', null],
  bytes: new Binary(Buffer.from('abc'), 4),
  id: new ObjectId(),
  yes: true,
  date: new Date(-1_000_000_000_123),
  nothing: null,
  pattern: /a+b/i,
  code: new Code('return 1'),
  scoped: new Code('return x', { x: 1 }),
  int: -7,
  time: new Timestamp({ t: 7, i: 8 }),
  long: Long.fromString('-1234567890123'),
  decimal: Decimal128.fromString('1.10'),
  least: new MinKey(),
  most: new MaxKey(),
  größe: 5,
  last: 'end',
};

describe('reading single fields', () => {
  it.each(Object.keys(document))('gives %s as reading the whole document does', name => {
    const bson = serialize(document);
    expect(readFields(bson, new Set([name]))).toEqual({ [name]: readDocument(bson)[name] });
  });

  it('gives several, leaves out missing ones and is not confused by names that begin alike', () => {
    const bson = serialize({ ab: 1, a: 2, abc: 3 });
    expect(readFields(bson, new Set(['a', 'abc', 'x']))).toEqual({ a: 2, abc: 3 });
  });

  it('does not look into nested documents', () => {
    expect(readFields(serialize({ o: { a: 1 }, b: 2 }), new Set(['a']))).toEqual({});
  });
});

describe('prepending an _id', () => {
  it('puts it first and keeps the rest', () => {
    const id = new ObjectId();
    const result = readDocument(prependId(serialize({ a: 1, b: 'x' }), id, writeDocument));
    expect(result).toEqual({ _id: id, a: 1, b: 'x' });
    expect(Object.keys(result)[0]).toBe('_id');
  });
});
