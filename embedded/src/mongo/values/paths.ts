import { isDocument } from './bson-type.ts';

const digits = /^\d+$/;

/** Splits a dotted path. */
export function pathSegments(path: string): string[] {
  return path.split('.');
}

/** The first segment of a dotted path: the top-level field it starts in. */
export function rootField(path: string): string {
  const dot = path.indexOf('.');
  return dot === -1 ? path : path.slice(0, dot);
}

/** Whether a path segment can index an array. */
export function isArrayIndex(segment: string): boolean {
  return digits.test(segment);
}

/**
 * Calls `visit` with every value a dotted path reaches, going into each element of the arrays on the way, as queries do.
 * A missing field is visited as undefined; elements of an array that are not documents are not visited. Stops and answers
 * true as soon as `visit` does.
 */
export function somePathValue(
  value: unknown,
  segments: readonly string[],
  visit: (value: unknown) => boolean,
  depth = 0,
): boolean {
  if (depth === segments.length) return visit(value);
  const segment = segments[depth]!;
  if (Array.isArray(value)) {
    if (isArrayIndex(segment) && Number(segment) < value.length) {
      if (somePathValue(value[Number(segment)], segments, visit, depth + 1)) return true;
    }
    for (const item of value) {
      if (isDocument(item) && somePathValue(item, segments, visit, depth)) return true;
    }
    return false;
  }
  if (!isDocument(value) || !Object.hasOwn(value, segment)) return visit(undefined);
  return somePathValue(value[segment], segments, visit, depth + 1);
}

/** The value at a dotted path without going into arrays, except by index. */
export function valueAtPath(value: unknown, segments: readonly string[]): unknown {
  let current = value;
  for (const segment of segments) {
    if (Array.isArray(current)) current = isArrayIndex(segment) ? current[Number(segment)] : undefined;
    else if (isDocument(current) && Object.hasOwn(current, segment)) current = current[segment];
    else return undefined;
  }
  return current;
}

/** Sets the value at a dotted path of plain documents, creating the documents on the way. */
export function setAtPath(document: Record<string, unknown>, segments: readonly string[], value: unknown): void {
  let current = document;
  for (const segment of segments.slice(0, -1)) {
    const existing = Object.hasOwn(current, segment) ? current[segment] : undefined;
    const next = isDocument(existing) ? existing : {};
    if (next !== existing) defineField(current, segment, next);
    current = next;
  }
  defineField(current, segments.at(-1)!, value);
}

/** Sets a field so that a name like `__proto__` is a field as any other. */
export function defineField(document: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
  else document[name] = value;
}
