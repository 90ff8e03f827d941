import { EJSON, type Document } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { defineField, isArrayIndex, valueAtPath } from '../values/paths.ts';

/** The longest array an update may create by setting an element far beyond its end. */
const maximumPadding = 1_500_000;

/** The value at a concrete path, undefined when there is none. */
export const getField = valueAtPath;

/** Sets the value at a concrete path, creating documents on the way and padding arrays with null. Throws PathNotViable. */
export function setField(document: Document, segments: readonly string[], value: unknown): void {
  let container: unknown = document;
  for (const [depth, segment] of segments.entries()) {
    const isLast = depth === segments.length - 1;
    if (Array.isArray(container)) {
      if (!isArrayIndex(segment)) throw notViable(segment, segments[depth - 1] ?? '', container);
      const index = Number(segment);
      if (index - container.length > maximumPadding)
        throw new MongoError('BadValue', `can't backfill more than ${maximumPadding} elements`);
      while (container.length < index) container.push(null);
      if (isLast) container[index] = value;
      else container = container[index] ??= {};
    } else if (isDocument(container)) {
      if (isLast) defineField(container, segment, value);
      else {
        if (!Object.hasOwn(container, segment)) defineField(container, segment, {});
        container = container[segment];
      }
    } else throw notViable(segment, segments[depth - 1] ?? '', container);
  }
}

/** Removes the value at a concrete path; an array element becomes null. */
export function unsetField(document: Document, segments: readonly string[]): void {
  const container = valueAtPath(document, segments.slice(0, -1));
  const last = segments.at(-1)!;
  if (Array.isArray(container)) {
    if (isArrayIndex(last) && Number(last) < container.length) container[Number(last)] = null;
  } else if (isDocument(container)) delete container[last];
}

function notViable(segment: string, parent: string, value: unknown): MongoError {
  return new MongoError(
    'PathNotViable',
    `Cannot create field '${segment}' in element {${parent}: ${EJSON.stringify(value)}}`,
  );
}
