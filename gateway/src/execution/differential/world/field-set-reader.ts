import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import { isInstance, type Instance } from './instance.ts';

/** How one field of an object is read. */
export type ReadField = (instance: Instance, field: FieldNode) => unknown;

/** What an object holds of a field set. `applies` decides on type conditions. */
export function readFieldSet(
  instance: Instance,
  { selections }: SelectionSetNode,
  read: ReadField,
  applies: (type: string, condition: string) => boolean,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const { selectionSet, name } = selection;
      if (name.value === '__typename') continue;
      const value = read(instance, selection);
      result[name.value] = selectionSet === undefined ? value : readDeep(value, selectionSet, read, applies);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      if (condition === undefined || applies(instance.type, condition)) {
        Object.assign(result, readFieldSet(instance, selection.selectionSet, read, applies));
      }
    }
  }
  return result;
}

function readDeep(value: unknown, fields: SelectionSetNode, read: ReadField, applies: Applies): unknown {
  if (Array.isArray(value)) return value.map(element => readDeep(element, fields, read, applies));
  return isInstance(value) ? readFieldSet(value, fields, read, applies) : value;
}

type Applies = Parameters<typeof readFieldSet>[3];

/**
 * The part of a representation that a field set asks for; undefined when something is missing. Objects without `__typename` take
 * every type condition that they have the fields of.
 */
export function projectFieldSet(
  source: unknown,
  { selections }: SelectionSetNode,
  applies: Applies,
): Record<string, unknown> | undefined {
  if (typeof source !== 'object' || source === null) return undefined;
  const object = source as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const { selectionSet, name } = selection;
      if (name.value === '__typename') continue;
      if (!Object.hasOwn(object, name.value)) return undefined;
      const value = object[name.value];
      result[name.value] = selectionSet === undefined ? value : projectDeep(value, selectionSet, applies);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const type = object['__typename'];
      if (condition !== undefined && typeof type === 'string' && !applies(type, condition)) continue;
      const part = projectFieldSet(object, selection.selectionSet, applies);
      if (part === undefined && typeof type === 'string') return undefined;
      Object.assign(result, part);
    }
  }
  return result;
}

function projectDeep(value: unknown, fields: SelectionSetNode, applies: Applies): unknown {
  if (Array.isArray(value)) return value.map(element => projectDeep(element, fields, applies));
  return value === null ? null : projectFieldSet(value, fields, applies);
}
