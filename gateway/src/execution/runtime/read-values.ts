import { toLatin1 } from '../graph-result.ts';
import type { Reader } from '../program/reader.ts';
import { emptyObject, type ObjectValue, type Value } from '../program/value.ts';

/** In place of an object that is none: no list, no object, and no text that would be taken for the null that it is not. */
const wrongKind = '!';

/** Reads an answer that is there as JavaScript values, by name. */
export function readComposite(reader: Reader, value: unknown): Value {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map(element => readComposite(reader, element));
  if (typeof value !== 'object') return wrongKind;
  return readObject(reader, value as Record<string, unknown>);
}

function readObject(reader: Reader, value: Record<string, unknown>): ObjectValue {
  const { length, keys, slots, children, isOpaque, constants } = reader.all;
  const object = emptyObject(reader.position.size);
  for (let index = 0; index < length; index++) {
    const key = keys[index]!;
    if (!Object.hasOwn(value, key)) continue;
    const field = value[key];
    if (field === undefined) continue;
    const child = children[index]!;
    object[slots[index]!] =
      child !== null ? readComposite(child, field) : isOpaque[index] === true ? leafText(field) : readLeaf(field);
  }
  for (const [slot, constant] of constants) object[slot] = constant;
  return object;
}

function readLeaf(value: unknown): Value {
  return Array.isArray(value) ? value.map(readLeaf) : leafText(value);
}

/** The JSON text of a leaf. */
function leafText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return Number.isNaN(value) ? null : String(value);
  const text = JSON.stringify(value);
  return text === undefined || text === 'null' ? null : toLatin1(text);
}
