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

/** Every path from the root at which one of some objects stands, at most `limit`. */
export function pathsTo(
  root: ObjectValue,
  { path, hops }: { path: readonly string[]; hops: readonly number[] },
  objects: ReadonlySet<ObjectValue>,
  limit: number,
): (string | number)[][] {
  const keys = path.filter(key => key !== '@');
  const paths: (string | number)[][] = [];
  const visit = (value: Value, at: number, way: readonly (string | number)[]): void => {
    if (!Array.isArray(value) || paths.length >= limit) return;
    if (value.length > 0 && !isObjectValue(value)) value.forEach((item, index) => visit(item, at, [...way, index]));
    else if (at === hops.length) {
      if (objects.has(value)) paths.push([...way]);
    } else visit(value[hops[at]!], at + 1, [...way, keys[at]!]);
  };
  visit(root, 0, []);
  return paths;
}
