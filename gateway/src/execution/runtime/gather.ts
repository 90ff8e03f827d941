import { isObjectValue, type ObjectValue, type Value } from '../program/value.ts';

let stamp = 0;

/** The objects at a place of the response; one that is shared by several places above it comes once. */
export function gather(root: ObjectValue, hops: readonly number[]): ObjectValue[] {
  // Stamps are small integers, so that they stay in the arrays themselves.
  stamp = stamp === 0x3fffffff ? 1 : stamp + 1;
  const objects: ObjectValue[] = [];
  gatherFrom(root, hops, 0, objects);
  return objects;
}

function gatherFrom(value: Value, hops: readonly number[], at: number, objects: ObjectValue[]): void {
  if (!Array.isArray(value)) return;
  if (value.length > 0 && !isObjectValue(value)) {
    for (let index = 0; index < value.length; index++) gatherFrom(value[index], hops, at, objects);
    return;
  }
  if (value.length === 0 || value[0] === stamp) return;
  value[0] = stamp;
  if (at === hops.length) objects.push(value);
  else gatherFrom(value[hops[at]!], hops, at + 1, objects);
}

/** The objects at a place of the response, each with the objects on the way to it: the root first, itself last. */
export function gatherWithAncestors(root: ObjectValue, hops: readonly number[]): ObjectValue[][] {
  const ways: ObjectValue[][] = [];
  const visit = (value: Value, at: number, ancestors: readonly ObjectValue[]): void => {
    if (!Array.isArray(value) || value.length === 0) return;
    if (!isObjectValue(value)) return value.forEach(item => visit(item, at, ancestors));
    const way = [...ancestors, value];
    if (at === hops.length) ways.push(way);
    else visit(value[hops[at]!], at + 1, way);
  };
  visit(root, 0, []);
  return ways;
}

/** Most places that are looked at for paths: shared objects stand at many. */
const maxVisits = 200_000;

/**
 * The paths from the root at which some objects stand, by what is given for each object; at most `limit` for each.
 * @returns nothing for what was not found before the search became too long.
 */
export function pathsTo<Key>(
  root: ObjectValue,
  { path, hops }: { path: readonly string[]; hops: readonly number[] },
  objects: ReadonlyMap<ObjectValue, Key>,
  limit: number,
): Map<Key, (string | number)[][]> {
  const keys = path.filter(key => key !== '@');
  const found = new Map<Key, (string | number)[][]>();
  const way: (string | number)[] = [];
  let visits = 0;
  const visit = (value: Value, at: number): void => {
    if (!Array.isArray(value) || ++visits > maxVisits) return;
    if (value.length > 0 && !isObjectValue(value)) {
      for (let index = 0; index < value.length; index++) {
        way.push(index);
        visit(value[index], at);
        way.pop();
      }
    } else if (at === hops.length) {
      const key = objects.get(value);
      if (key === undefined) return;
      const paths = found.get(key) ?? [];
      found.set(key, paths);
      if (paths.length < limit) paths.push([...way]);
    } else {
      way.push(keys[at]!);
      visit(value[hops[at]!], at + 1);
      way.pop();
    }
  };
  visit(root, 0);
  return found;
}
