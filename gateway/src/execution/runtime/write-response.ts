import type { FieldNode } from 'graphql';
import { AppError } from '@polyphony/platform/errors';
import { isValidLeaf, type LeafCheck } from '../program/leaf-kind.ts';
import type { SharedObjects } from './shared-objects.ts';
import type { FieldShape, ObjectShape, ObjectShapes, ValueShape } from '../program/response-shape.ts';
import { isObjectValue, type ObjectValue, type Value } from '../program/value.ts';

/**
 * Most characters of a response. Objects that several places show are written at each of them: what subgraphs answered with little
 * could become more than the memory there is.
 */
export const maxResponseLength = 64 * 1024 * 1024;

/** @throws AppError when a response, or part of one, is too long. */
export function refuseTooLong(length: number): void {
  if (length > maxResponseLength) {
    throw new AppError('The response is too large.', { code: 'DOWNSTREAM_SERVICE_ERROR' });
  }
}

/** JSON text of `__schema` or `__type`. */
export type Introspect = (nodes: readonly FieldNode[]) => string;

/**
 * Writes the response where all is as it should be, in one pass. Undefined when something is not: a null where none may be, a leaf or
 * a type that does not fit. `writeResponseCarefully` then tells what and writes the rest. @throws AppError when it is too large.
 */
export function writeResponse(
  shapes: ObjectShapes,
  root: ObjectValue,
  introspect: Introspect,
  sharedObjects: SharedObjects | null = null,
): string | undefined {
  introspection = introspect;
  shared = sharedObjects === null || sharedObjects.size === 0 ? null : sharedObjects;
  const shape = shapes.of(root);
  return shape === null ? undefined : writeObject(shape, root);
}

/** Of the response being written, which never waits. */
let introspection: Introspect;
/** Objects of it that several places share; null when there are none. */
let shared: SharedObjects | null = null;

function writeObject(
  { length, literals, leaves, slots, fields }: ObjectShape,
  object: ObjectValue,
): string | undefined {
  if (length === 0) return '{}';
  let text = '';
  for (let index = 0; index < length; index++) {
    const leaf = leaves[index]!;
    const known = leaf === null ? undefined : object[slots[index]!];
    if (leaf !== null && typeof known === 'string') {
      if (!isValidLeaf(leaf, known)) return undefined;
      text += literals[index]! + known;
      continue;
    }
    const field = fields[index]!;
    const value = field.kind === 'value' ? writeField(field, object) : writeMeta(field);
    if (value === undefined) return undefined;
    text += literals[index]! + value;
  }
  if (text.length > maxResponseLength) refuseTooLong(text.length);
  return text + '}';
}

function writeField({ slot, value }: FieldShape & { kind: 'value' }, object: ObjectValue): string | undefined {
  return slot < 0 ? undefined : writeValue(value, object[slot]);
}

function writeMeta(field: FieldShape): string | undefined {
  if (field.kind === 'constant') return field.text;
  return field.kind === 'introspection' ? introspection(field.nodes) : undefined;
}

function writeValue(shape: ValueShape, value: Value): string | undefined {
  if (value === null || value === undefined) return shape.isNonNull ? undefined : 'null';
  if (shape.element !== null) return writeList(shape.element, value);
  if (shape.leaf !== null) return writeLeaf(shape.leaf, value);
  if (!Array.isArray(value) || !isObjectValue(value)) return undefined;
  const object = shape.objects!.of(value);
  if (object === null) return undefined;
  const written = shared?.get(value);
  return written === undefined ? writeObject(object, value) : writeShared(object, value, written);
}

function writeShared(
  shape: ObjectShape,
  object: ObjectValue,
  written: { shape: ObjectShape; text: string } | null,
): string | undefined {
  if (written !== null && written.shape === shape) return written.text;
  const text = writeObject(shape, object);
  if (text === undefined) return undefined;
  // Looking into a text makes one piece of its parts, which otherwise would be put together at each place anew.
  text.charCodeAt(0);
  shared?.set(object, { shape, text });
  return text;
}

function writeList(element: ValueShape, value: Value): string | undefined {
  if (!Array.isArray(value)) return element.leaf?.kind === 'any' ? writeOpaqueList(element, value) : undefined;
  if (isObjectValue(value)) return undefined;
  let text = '[';
  for (let index = 0; index < value.length; index++) {
    const item = writeValue(element, value[index]);
    if (item === undefined) return undefined;
    text += index === 0 ? item : `,${item}`;
    if (text.length > maxResponseLength) refuseTooLong(text.length);
  }
  return text + ']';
}

function writeLeaf(check: LeafCheck, value: Value): string | undefined {
  return typeof value === 'string' && isValidLeaf(check, value) ? value : undefined;
}

/** A list of custom scalars came as one text; nulls in it matter only where none may be. */
function writeOpaqueList(element: ValueShape, value: Value): string | undefined {
  const text = String(value);
  if (!text.startsWith('[')) return undefined;
  return element.isNonNull && text.includes('null') ? undefined : text;
}
