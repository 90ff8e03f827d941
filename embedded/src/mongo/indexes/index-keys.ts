import { MongoError } from '../errors/mongo-error.ts';
import { encodeKey, invertKey } from '../values/key-encoding.ts';
import { pathSegments, rootField, somePathValue } from '../values/paths.ts';
import type { IndexDefinition } from './index-definition.ts';
import type { Document } from 'bson';

/** Computes the keys under which an ordered index holds a document. */
export interface KeyExtractor {
  /** The top-level fields the keys depend on; null when the partial filter may look at any. */
  readonly rootFields: ReadonlySet<string> | null;
  /** The document's keys: none when the index leaves it out, several when a field holds an array. */
  keysOf(document: Document): IndexKeys;
}

export interface IndexKeys {
  readonly keys: readonly string[];
  /** Whether an array made the keys. */
  readonly multikey: boolean;
}

const noKeys: IndexKeys = { keys: [], multikey: false };

/** The extractor of an ordered index. `keysOf` throws when two fields of a compound index hold arrays. */
export function createKeyExtractor({ fields, sparse, partialTest, collation }: IndexDefinition): KeyExtractor {
  const parts = fields.map(field => ({ ...field, segments: pathSegments(field.path) }));
  const partialFields = partialTest ? partialTest.fields : new Set<string>();
  const rootFields =
    partialFields === null ? null : new Set([...fields.map(field => rootField(field.path)), ...partialFields]);

  const keysOf = (document: Document): IndexKeys => {
    if (partialTest && !partialTest.test(document)) return noKeys;
    let keys = [''];
    let arrayPath: string | undefined;
    let found = false;
    for (const { path, segments, direction } of parts) {
      const { values, isArray, exists } = indexedValues(document, segments);
      found ||= exists;
      if (isArray && arrayPath !== undefined && rootField(arrayPath) !== rootField(path)) {
        throw new MongoError('BadValue', `cannot index parallel arrays [${path}] [${arrayPath}]`);
      }
      if (isArray) arrayPath ??= path;
      const encode = (value: unknown): string => {
        const key = encodeKey(value, collation);
        return direction === 1 ? key : invertKey(key);
      };
      if (values.length === 1) {
        const part = encode(values[0]);
        keys = keys.length === 1 ? [keys[0]! + part] : keys.map(key => key + part);
      } else {
        const encoded = new Set(values.map(encode));
        keys = keys.flatMap(key => Array.from(encoded, part => key + part));
      }
    }
    if (sparse && !found) return noKeys;
    return { keys, multikey: arrayPath !== undefined };
  };
  return { rootFields, keysOf };
}

interface IndexedValues {
  readonly values: readonly unknown[];
  readonly isArray: boolean;
  readonly exists: boolean;
}

const missing: IndexedValues = { values: [null], isArray: false, exists: false };

/** The values an index has for a path: each element of an array, or null for a missing field. */
function indexedValues(document: Document, segments: readonly string[]): IndexedValues {
  if (segments.length === 1) {
    const name = segments[0]!;
    if (!Object.hasOwn(document, name)) return missing;
    const value: unknown = document[name];
    if (!Array.isArray(value)) return { values: [value], isArray: false, exists: true };
    return { values: value.length > 0 ? value : [undefined], isArray: true, exists: true };
  }
  const values: unknown[] = [];
  let visits = 0;
  let isArray = false;
  let exists = false;
  somePathValue(document, segments, value => {
    visits++;
    exists ||= value !== undefined;
    if (Array.isArray(value)) {
      isArray = true;
      values.push(...(value.length > 0 ? value : [undefined]));
    } else values.push(value ?? null);
    return false;
  });
  if (values.length === 0) return { values: [null], isArray: true, exists };
  return { values, isArray: isArray || visits > 1 || hasArrayOnPath(document, segments), exists };
}

function hasArrayOnPath(document: Document, segments: readonly string[]): boolean {
  let current: unknown = document;
  for (const segment of segments) {
    if (Array.isArray(current)) return true;
    if (typeof current !== 'object' || current === null) return false;
    current = (current as Record<string, unknown>)[segment];
  }
  return false;
}
