import type { FetchTarget } from '../program/fetch-operation.ts';
import { isObjectValue, type ObjectValue, type Value } from '../program/value.ts';

/** Puts what a fetch answered into an object of the response. What lies below is linked, not copied. */
export function link(object: ObjectValue, answer: ObjectValue, target: FetchTarget): void {
  const { from, to } = target.copies;
  for (let index = 0; index < from.length; index++) {
    const value = answer[from[index]!];
    if (value !== undefined) object[to[index]!] = value;
  }
  if (target.typename !== null) linkTypename(object, answer, target.typename);
}

/** To a subgraph that does not know the implementations of an interface, all of its objects are of the interface. */
function linkTypename(
  object: ObjectValue,
  answer: ObjectValue,
  { from, to, interfaces }: NonNullable<FetchTarget['typename']>,
): void {
  const told = answer[from];
  if (told === undefined || (object[to] !== undefined && interfaces.has(String(told)))) return;
  object[to] = told;
}

/** The same where other fetches complete the same nested objects: those are merged, lists of equal length by index. */
export function merge(object: ObjectValue, answer: ObjectValue, target: FetchTarget): void {
  const { from, to } = target.copies;
  for (let index = 0; index < from.length; index++) {
    const value = answer[from[index]!];
    const place = to[index]!;
    if (value !== undefined) object[place] = mergeValues(object[place], value);
  }
  if (target.typename !== null) linkTypename(object, answer, target.typename);
}

/** Of two answers that come in any order, one of which has an object where the other has none, the object stays. */
function mergeValues(known: Value, value: Value): Value {
  if (value === null && Array.isArray(known)) return known;
  if (!Array.isArray(known) || !Array.isArray(value)) return value;
  if (known.length === 0 || value.length === 0) return value;
  if (isObjectValue(known) !== isObjectValue(value)) return value;
  if (isObjectValue(known)) {
    for (let slot = 1; slot < value.length; slot++) {
      const field = value[slot];
      if (field !== undefined) known[slot] = mergeValues(known[slot], field);
    }
    return known;
  }
  return known.length === value.length ? known.map((item, index) => mergeValues(item, value[index])) : value;
}
