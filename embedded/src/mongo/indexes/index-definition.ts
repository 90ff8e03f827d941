import { MongoError } from '../errors/mongo-error.ts';
import { compileFilter, type CompiledFilter } from '../queries/filter.ts';
import { isDocument } from '../values/bson-type.ts';
import { parseCollation, type Collation } from '../values/collation.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import type { Document } from 'bson';

/** One field of an index's key pattern. */
export interface IndexField {
  readonly path: string;
  readonly direction: 1 | -1;
}

/** An index as `createIndexes` describes it, checked and with its defaults. */
export interface IndexDefinition {
  readonly name: string;
  /** The key pattern as given, for `listIndexes` and error messages. */
  readonly key: Document;
  readonly fields: readonly IndexField[];
  /** The fields a text index covers; empty for other indexes. */
  readonly textFields: readonly TextField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly hidden: boolean;
  readonly partialFilter: Document | undefined;
  readonly partialTest: CompiledFilter | undefined;
  readonly expireAfterSeconds: number | undefined;
  readonly collation: Collation | undefined;
  /** As `listIndexes` shows it. */
  readonly specification: Document;
}

/** A field of a text index with the weight its words carry. `$**` stands for every string of the document. */
export interface TextField {
  readonly path: string;
  readonly weight: number;
}

const knownOptions = new Set([
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'hidden',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  'background',
  'ns',
  'comment',
  'prepareUnique',
]);

/** The index every collection has. */
export const idIndexSpecification: Document = { v: 2, key: { _id: 1 }, name: '_id_' };

/** Reads an index description. Throws CannotCreateIndex, BadValue or InvalidOptions for what cannot be. */
export function parseIndexDefinition(input: Document, collectionCollation?: Document): IndexDefinition {
  const { key, name } = input;
  if (!isDocument(key) || Object.keys(key).length === 0)
    throw new MongoError('CannotCreateIndex', 'Index keys cannot be empty.');
  if (typeof name !== 'string' || name === '')
    throw new MongoError('CannotCreateIndex', 'Index name must be a non-empty string');
  const unknown = Object.keys(input).find(option => !knownOptions.has(option));
  if (unknown !== undefined)
    throw new MongoError('InvalidOptions', `The field '${unknown}' is not valid for an index specification.`);
  const textFields = parseTextFields(key, input['weights']);
  const partialFilter = input['partialFilterExpression'];
  if (partialFilter !== undefined && !isDocument(partialFilter))
    throw new MongoError('TypeMismatch', 'partialFilterExpression must be an object');
  if (partialFilter && input['sparse'] === true)
    throw new MongoError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  const collation = parseCollation(input['collation'] ?? collectionCollation);
  const {
    key: _key,
    name: _name,
    v: _version,
    background: _background,
    ns: _namespace,
    comment: _comment,
    ...options
  } = input;
  return {
    name,
    key,
    fields: textFields.length > 0 ? [] : parseFields(key),
    textFields,
    unique: input['unique'] === true,
    sparse: input['sparse'] === true,
    hidden: input['hidden'] === true,
    partialFilter,
    partialTest: partialFilter ? compileFilter(partialFilter) : undefined,
    expireAfterSeconds: parseExpiry(input['expireAfterSeconds'], key),
    collation,
    specification: { v: 2, key, name, ...options, ...(collation ? { collation: collation.specification } : {}) },
  };
}

function parseFields(key: Document): IndexField[] {
  return Object.entries(key).map(([path, order]) => {
    if (path === '' || path.startsWith('.') || path.endsWith('.') || path.includes('..')) {
      throw new MongoError('CannotCreateIndex', `Index keys cannot be an empty field.`);
    }
    if (path.includes('$**'))
      throw new MongoError('CannotCreateIndex', 'Wildcard indexes are not supported by the development engine');
    if (path.startsWith('$'))
      throw new MongoError(
        'CannotCreateIndex',
        `Index key contains an illegal field name: field name starts with '$'.`,
      );
    // Equality is all that hashed indexes serve, which an ordered one does as well.
    if (order === 'hashed') return { path, direction: 1 };
    const number = isBsonNumber(order) ? toNumber(order) : Number.NaN;
    if (Number.isNaN(number) || number === 0)
      throw new MongoError('CannotCreateIndex', `Unknown index plugin or bad key value '${String(order)}'`);
    return { path, direction: number > 0 ? 1 : -1 };
  });
}

function parseTextFields(key: Document, weights: unknown): TextField[] {
  const paths = Object.entries(key)
    .filter(([, order]) => order === 'text')
    .map(([path]) => path);
  if (paths.length === 0) return [];
  const weightOf = isDocument(weights) ? weights : {};
  const all = new Set([...paths, ...Object.keys(weightOf)]);
  return [...all].map(path => ({ path, weight: isBsonNumber(weightOf[path]) ? toNumber(weightOf[path]) : 1 }));
}

function parseExpiry(value: unknown, key: Document): number | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds = isBsonNumber(value) ? toNumber(value) : Number.NaN;
  if (!(seconds >= 0 && seconds <= 2 ** 31 - 1))
    throw new MongoError('CannotCreateIndex', 'TTL index expireAfterSeconds option must be within an acceptable range');
  if (Object.keys(key).length !== 1)
    throw new MongoError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL',
    );
  if ('_id' in key)
    throw new MongoError(
      'CannotCreateIndex',
      'The field "expireAfterSeconds" is not valid for an _id index specification',
    );
  return seconds;
}

/** The options in which two definitions of the same name or key must agree to be the same index. */
export function sameOptions(left: IndexDefinition, right: IndexDefinition): boolean {
  return (
    encodeKey(left.key) === encodeKey(right.key) &&
    left.unique === right.unique &&
    left.sparse === right.sparse &&
    left.expireAfterSeconds === right.expireAfterSeconds &&
    left.collation?.id === right.collation?.id &&
    encodeKey(left.partialFilter ?? null) === encodeKey(right.partialFilter ?? null) &&
    encodeKey(left.textFields) === encodeKey(right.textFields)
  );
}
