import type { DocumentIndex } from '../indexes/document-index.ts';
import type { SortField } from '../queries/sort.ts';
import type { Collation } from '../values/collation.ts';
import type { IndexBounds } from './index-bounds.ts';

/**
 * Whether scanning the bounds of an index gives the order a query asks for, and in which direction. Fields confined to a
 * single value have no say in the order and are passed over on both sides.
 */
export function providesSort(
  index: DocumentIndex,
  bounds: IndexBounds,
  sort: readonly SortField[],
  collation: Collation | undefined,
): false | 'forward' | 'backward' {
  if (sort.length === 0) return 'forward';
  if (index.multikey || index.definition.collation || collation || sort.some(field => field.byTextScore)) return false;
  if (bounds.singlePoints.includes(false)) return false;
  const { fields } = index.definition;
  const fixed = new Set(fields.slice(0, bounds.pointFields).map(field => field.path));
  const wanted = sort.filter(field => !fixed.has(field.path));
  const available = fields.slice(bounds.pointFields);
  if (wanted.length > available.length) return false;
  let direction = 0;
  for (const [position, { path, direction: order }] of wanted.entries()) {
    const field = available[position]!;
    if (field.path !== path) return false;
    const relative = field.direction * order;
    if (direction !== 0 && relative !== direction) return false;
    direction = relative;
  }
  return direction === -1 ? 'backward' : 'forward';
}
