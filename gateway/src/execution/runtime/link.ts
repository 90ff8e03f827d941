import { isObjectValue, type ObjectValue, type Value } from '../program/value.ts';

type Copies = readonly (readonly [from: number, to: number])[];

/** Puts what a fetch answered into an object of the response. What lies below is linked, not copied. */
export function link(target: ObjectValue, answer: ObjectValue, copies: Copies): void {
  for (let index = 0; index < copies.length; index++) {
    const [from, to] = copies[index]!;
    const value = answer[from];
    if (value !== undefined) target[to] = value;
  }
}

/** The same where other fetches complete the same nested objects: those are merged, lists of equal length by index. */
export function merge(target: ObjectValue, answer: ObjectValue, copies: Copies): void {
  for (const [from, to] of copies) {
    const value = answer[from];
    if (value !== undefined) target[to] = mergeValues(target[to], value);
  }
}

function mergeValues(known: Value, value: Value): Value {
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
