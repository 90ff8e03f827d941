import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import type { ValuePredicate } from '../queries/predicate.ts';
import type { Document } from 'bson';

/** What the dynamic segments of an update path stand for. */
export interface PathTargets {
  /** The test of an array filter, by identifier. */
  readonly arrayFilters: ReadonlyMap<string, ValuePredicate>;
  /** The index of the element the query matched in the array at a path, for `$`. */
  matchedIndex(arrayPath: string): number | undefined;
}

/** Whether a path has segments that stand for array elements: `$`, `$[]` or `$[identifier]`. */
export function isDynamic(segments: readonly string[]): boolean {
  return segments.some(segment => segment === '$' || segment.startsWith('$['));
}

/** The concrete paths a path with dynamic segments stands for in a document. */
export function expandPath(document: Document, segments: readonly string[], targets: PathTargets): string[][] {
  let paths: { path: string[]; value: unknown }[] = [{ path: [], value: document }];
  for (const segment of segments) {
    paths = paths.flatMap(({ path, value }) => {
      if (segment === '$') {
        const index = targets.matchedIndex(path.join('.'));
        if (index === undefined)
          throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
        return [step(path, value, String(index))];
      }
      if (!segment.startsWith('$[')) return [step(path, value, segment)];
      if (!Array.isArray(value))
        throw new MongoError(
          'BadValue',
          `The path '${path.join('.')}' must exist in the document in order to apply array updates.`,
        );
      const identifier = segment.slice(2, -1);
      const test = identifier === '' ? () => true : targets.arrayFilters.get(identifier);
      if (!test)
        throw new MongoError(
          'BadValue',
          `No array filter found for identifier '${identifier}' in path '${segments.join('.')}'`,
        );
      return value.flatMap((item: unknown, index) =>
        test(item) ? [{ path: [...path, String(index)], value: item }] : [],
      );
    });
  }
  return paths.map(({ path }) => path);
}

function step(path: readonly string[], value: unknown, segment: string): { path: string[]; value: unknown } {
  const next: unknown = Array.isArray(value)
    ? value[Number(segment)]
    : isDocument(value) && Object.hasOwn(value, segment)
      ? value[segment]
      : undefined;
  return { path: [...path, segment], value: next };
}
