import { Kind, kindOf } from '../values/bson-type.ts';
import { encodeKey, invertKey, kindEnd, kindStart, textPrefixStart } from '../values/key-encoding.ts';
import type { DocumentIndex } from '../indexes/document-index.ts';
import type { Collation } from '../values/collation.ts';
import type { PathCondition, ValueBound } from './path-conditions.ts';

/** Keys from `from` up to but not including `to`. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** Above every key that continues a complete one. */
const afterKey = '\uffff';
/** Above every key that continues an incomplete one, such as the beginning of a string. */
const afterPrefix = '\uffff\uffff\uffff';

/** The most ranges one scan may have; beyond that, `$in` of a further field is left to the filter. */
const maximumRanges = 2000;

/** The part of an index a query needs, and how much of the filter that covers. */
export interface IndexBounds {
  readonly ranges: readonly KeyRange[];
  /** How many leading fields are confined to points, and whether each of them to a single one. */
  readonly pointFields: number;
  readonly singlePoints: readonly boolean[];
  /** Whether the field after those is confined to a range. */
  readonly hasRange: boolean;
}

/** The bounds a query's conditions give an index; undefined when they do not confine its first field. */
export function indexBounds(
  index: DocumentIndex,
  conditions: ReadonlyMap<string, PathCondition>,
  collation: Collation | undefined,
): IndexBounds | undefined {
  let prefixes = [''];
  const singlePoints: boolean[] = [];
  let finals: KeyRange[] | undefined;
  for (const { path, direction } of index.definition.fields) {
    const condition = conditions.get(path);
    if (!condition) break;
    const points = pointKeys(index, condition, collation);
    if (points && points.length * prefixes.length <= maximumRanges) {
      const parts = direction === 1 ? points : points.map(invertKey);
      prefixes = prefixes.flatMap(prefix => parts.map(part => prefix + part));
      singlePoints.push(points.length === 1);
      continue;
    }
    const range = valueRange(index, condition, direction, collation);
    if (range) finals = prefixes.map(prefix => ({ from: prefix + range.from, to: prefix + range.to }));
    break;
  }
  if (singlePoints.length === 0 && !finals) return undefined;
  const ranges = finals ?? prefixes.map(prefix => ({ from: prefix, to: prefix + afterKey }));
  return {
    ranges: ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    pointFields: singlePoints.length,
    singlePoints,
    hasRange: finals !== undefined,
  };
}

/** All of an index. */
export const wholeIndex: IndexBounds = {
  ranges: [{ from: '', to: afterPrefix }],
  pointFields: 0,
  singlePoints: [],
  hasRange: false,
};

function pointKeys(
  index: DocumentIndex,
  condition: PathCondition,
  collation: Collation | undefined,
): string[] | undefined {
  const { points } = condition;
  if (!points) return undefined;
  const { definition, multikey } = index;
  const sameCollation = definition.collation?.id === collation?.id;
  for (const point of points) {
    const kind = kindOf(point);
    // In an index of arrays, or one that leaves documents out, a missing field is not found by its null.
    if (kind === Kind.Null && (multikey || definition.sparse)) return undefined;
    if (!sameCollation && (kind === Kind.String || kind === Kind.Object)) return undefined;
  }
  return [...new Set(points.map(point => encodeKey(point, definition.collation)))];
}

function valueRange(
  index: DocumentIndex,
  condition: PathCondition,
  direction: 1 | -1,
  collation: Collation | undefined,
): KeyRange | undefined {
  const collated = index.definition.collation !== undefined || collation !== undefined;
  if (condition.textPrefix !== undefined && !collated) {
    const start = textPrefixStart(condition.textPrefix);
    const from = direction === 1 ? start : invertKey(start);
    return { from, to: from + afterPrefix };
  }
  let { lower, upper } = condition;
  if (!lower && !upper) return undefined;
  // Two bounds on an array may be met by two different elements.
  if (index.multikey && lower && upper) upper = undefined;
  const kind = kindOf((lower ?? upper)!.value);
  if (kind === Kind.String && collated) return undefined;
  if (lower && upper && kindOf(upper.value) !== kind) upper = undefined;
  return direction === 1 ? ascending(kind, lower, upper) : descending(kind, lower, upper);
}

function ascending(kind: Kind, lower: ValueBound | undefined, upper: ValueBound | undefined): KeyRange {
  const from = lower ? encodeKey(lower.value) + (lower.inclusive ? '' : afterKey) : kindStart(kind);
  const to = upper ? encodeKey(upper.value) + (upper.inclusive ? afterKey : '') : kindEnd(kind);
  return { from, to };
}

function descending(kind: Kind, lower: ValueBound | undefined, upper: ValueBound | undefined): KeyRange {
  const from = upper
    ? invertKey(encodeKey(upper.value)) + (upper.inclusive ? '' : afterKey)
    : invertKey(kindStart(kind));
  const to = lower
    ? invertKey(encodeKey(lower.value)) + (lower.inclusive ? afterKey : '')
    : invertKey(String.fromCharCode(kind - 1));
  return { from, to };
}
