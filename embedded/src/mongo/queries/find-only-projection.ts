import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { isBsonNumber } from '../values/numbers.ts';
import { elementPredicate } from './array.operators.ts';
import { matchedElement } from './matched-element.ts';
import { sliceOf } from './slice-projection.ts';
import { textScoreOf } from './text-score.ts';
import type { FilterContext } from './predicate.ts';
import type { Document } from 'bson';

/** What a rule of a find projection makes of a field. */
export interface FindOnlyRule {
  readonly path: string;
  /** Whether it makes the projection one of inclusion; others fit both kinds. */
  readonly includes: boolean;
  readonly compute: (value: unknown, document: Document) => unknown;
}

/** The rule of a form that only find projections have; undefined for all others. */
export function findOnlyRule(
  path: string,
  rule: unknown,
  scope: { filter: Document; context: FilterContext },
): FindOnlyRule | undefined {
  if (path.endsWith('.$')) return positional(path.slice(0, -2), scope.filter, scope.context);
  if (!isDocument(rule)) return undefined;
  const { $slice: slice, $elemMatch: elemMatch, $meta: meta } = rule;
  // `$slice` with an expression as its first argument is the aggregation operator.
  if (slice !== undefined && !(Array.isArray(slice) && !isBsonNumber(slice[0]))) {
    const take = sliceOf(slice);
    return { path, includes: false, compute: value => (Array.isArray(value) ? take(value) : value) };
  }
  if (elemMatch !== undefined) {
    const test = elementPredicate(elemMatch, scope.context);
    const compute = (value: unknown): unknown => {
      const found = Array.isArray(value) ? value.findIndex(test) : -1;
      return found === -1 ? undefined : [(value as unknown[])[found]];
    };
    return { path, includes: true, compute };
  }
  if (meta === undefined) return undefined;
  if (meta !== 'textScore') throw new MongoError('BadValue', `Unsupported argument to $meta: ${String(meta)}`);
  return { path, includes: false, compute: (_value, document) => textScoreOf(document) };
}

/** `path.$`: the element that made the filter match. */
function positional(path: string, filter: Document, context: FilterContext): FindOnlyRule {
  const compute = (value: unknown, document: Document): unknown => {
    if (!Array.isArray(value)) return value;
    const index = matchedElement(filter, path, document, context);
    if (index === undefined) {
      throw new MongoError(
        'BadValue',
        "Executor error during find command: positional operator '.$' couldn't find a matching element in the array",
      );
    }
    return [value[index] as unknown];
  };
  return { path, includes: true, compute };
}
