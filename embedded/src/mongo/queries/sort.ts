import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { compareValues } from '../values/compare.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { pathSegments, rootField, somePathValue } from '../values/paths.ts';
import { textScoreOf } from './text-score.ts';
import type { Collation } from '../values/collation.ts';
import type { Document } from 'bson';

/** One field of a sort pattern. */
export interface SortField {
  readonly path: string;
  readonly direction: 1 | -1;
  /** `{ $meta: 'textScore' }`: by relevance, best first. */
  readonly byTextScore: boolean;
}

/** Reads a sort pattern. Throws BadValue for anything but 1, -1 and `{ $meta: 'textScore' }`. */
export function parseSort(sort: Document | undefined | null): SortField[] {
  if (sort === undefined || sort === null) return [];
  if (!isDocument(sort)) throw new MongoError('TypeMismatch', "Expected field 'sort' to be of type object");
  return Object.entries(sort).map(([path, order]) => {
    if (path === '') throw new MongoError('BadValue', 'FieldPath cannot be constructed with empty string');
    if (isDocument(order) && order['$meta'] === 'textScore') return { path, direction: -1, byTextScore: true };
    const direction = isBsonNumber(order) ? toNumber(order) : 0;
    if (direction !== 1 && direction !== -1)
      throw new MongoError('BadValue', '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { path, direction, byTextScore: false };
  });
}

/** The top-level fields a sort looks at; null when it needs the whole document. */
export function sortRootFields(sort: readonly SortField[]): ReadonlySet<string> | null {
  return sort.some(field => field.byTextScore) ? null : new Set(sort.map(field => rootField(field.path)));
}

/** Sorts items by the values their documents have at the pattern's paths, keeping the order of equal ones. */
export function sortBy<Item>(
  items: readonly Item[],
  sort: readonly SortField[],
  documentOf: (item: Item) => Document,
  collation?: Collation,
): Item[] {
  const segments = sort.map(field => pathSegments(field.path));
  const keyed = items.map(item => {
    const document = documentOf(item);
    const keys = sort.map((field, index) =>
      field.byTextScore
        ? (textScoreOf(document) ?? 0)
        : sortValue(document, segments[index]!, field.direction, collation),
    );
    return { item, keys };
  });
  keyed.sort((left, right) => {
    for (const [index, { direction }] of sort.entries()) {
      const order = compareValues(left.keys[index], right.keys[index], collation);
      if (order !== 0) return order * direction;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

/** The value a document sorts by: of an array's elements the least when ascending, the greatest when descending. */
function sortValue(document: Document, segments: readonly string[], direction: 1 | -1, collation?: Collation): unknown {
  let best: unknown;
  let found = false;
  const consider = (value: unknown): void => {
    if (!found || compareValues(value, best, collation) * direction < 0) best = value;
    found = true;
  };
  somePathValue(document, segments, value => {
    if (Array.isArray(value) && value.length > 0) for (const element of value) consider(element);
    // An empty array sorts before null; undefined is the least value there is for it here.
    else consider(Array.isArray(value) ? undefined : value);
    return false;
  });
  return best;
}
