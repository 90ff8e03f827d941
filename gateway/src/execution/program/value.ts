/**
 * What subgraphs' answers are held as while a response is put together. A leaf is its JSON text (UTF-8 held as latin1, one character
 * a byte), never read further than needed; a list is an array; an object is an array too, whose first element is a number and whose
 * other elements are the fields, each in the slot that the object's `Position` gives its response name. `undefined`: not answered.
 */
export type Value = string | number | null | undefined | Value[];
export type ObjectValue = Value[];

/** Lists in lists that are read; deeper ones are no answer to any operation. */
export const maxListDepth = 32;

/** Objects start with their visit stamp, lists never hold numbers. */
export function isObjectValue(value: Value[]): boolean {
  return typeof value[0] === 'number';
}

/** The name that a JSON text of one says; the empty text when it says none. */
export function nameOf(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : '';
}

/** An object of which nothing is known yet. */
export function emptyObject(size: number): ObjectValue {
  // oxlint-disable-next-line unicorn/no-new-array -- made as long as it will be: growing costs more than the rest
  const object: ObjectValue = new Array<Value>(size);
  object[0] = 0;
  return object;
}
