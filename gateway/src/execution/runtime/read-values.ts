import { toLatin1 } from '@polyphony/platform/text';
import type { Reader } from '../program/reader.ts';
import { emptyObject, maxListDepth, type ObjectValue, type Value } from '../program/value.ts';

/** In place of an object that is none, or of a number that JSON cannot say: text that passes for no type's value. */
const wrongKind = '{}';

/** Reads an answer that is there as JavaScript values, by name. */
export function readComposite(reader: Reader, value: unknown, depth = 0): Value {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) {
    return depth === maxListDepth ? wrongKind : value.map(element => readComposite(reader, element, depth + 1));
  }
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
      child !== null ? readComposite(child, field) : isOpaque[index] === true ? readOpaque(field) : readLeaf(field, 0);
  }
  for (const [slot, constant] of constants) object[slot] = constant;
  return object;
}

/** A leaf of a built-in scalar or an enum, or a list of them. */
function readLeaf(value: unknown, depth: number): Value {
  if (Array.isArray(value)) return depth === maxListDepth ? wrongKind : value.map(item => readLeaf(item, depth + 1));
  return value === Infinity || value === -Infinity ? wrongKind : readOpaque(value);
}

/** The JSON text of any value. */
function readOpaque(value: unknown): string | null {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined || text === 'null' ? null : toLatin1(text);
}
