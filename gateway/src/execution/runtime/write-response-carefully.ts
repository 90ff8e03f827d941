import type { GraphQLFormattedError } from 'graphql';
import { isValidLeaf } from '../program/leaf-kind.ts';
import type { FieldShape, ObjectShape, ObjectShapes, ValueShape } from '../program/response-shape.ts';
import { isObjectValue, type ObjectValue, type Value } from '../program/value.ts';
import { fromLatin1, toLatin1Json } from '@polyphony/platform/text';
import { refuseTooLong, type Introspect } from './write-response.ts';

type Path = (string | number)[];

export interface CarefulResponse {
  /** JSON text of `data`. */
  readonly data: string;
  /** What was wrong, where. A null that passes on one that was wrong is not told again. */
  readonly violations: readonly Violation[];
}

export interface Violation {
  readonly error: GraphQLFormattedError;
  /** For an object that could not be completed, the fields it lacks; null where something is null itself. */
  readonly lacking: readonly string[] | null;
}

/** Why an object lacks fields that a fetch was to bring. */
export interface Shortcoming {
  readonly message: string;
  readonly code: string;
}

/** Most fields that are looked at: those that come to nothing do not make a response longer. */
const maxFields = 2_000_000;

/** Errors beyond this number say nothing new. */
const maxViolations = 100;

/**
 * Writes a response in which something is wrong: what does not fit becomes null, and so does what may not hold a null, up to where one
 * may stand.
 * @param incomplete objects that a fetch could not complete; those that lack something the client asked for are told.
 */
export function writeResponseCarefully(
  shapes: ObjectShapes,
  root: ObjectValue,
  introspect: Introspect,
  incomplete: ReadonlyMap<ObjectValue, Shortcoming> = new Map(),
): CarefulResponse {
  const violations: Violation[] = [];
  const path: Path = [];
  let fieldsWritten = 0;

  /** Reports, and answers the null that takes the place. */
  const violate = (
    message: string,
    code = 'DOWNSTREAM_SERVICE_ERROR',
    lacking: readonly string[] | null = null,
  ): Written => {
    if (violations.length < maxViolations) {
      violations.push({ error: { message, path: [...path], extensions: { code } }, lacking });
    }
    return broken;
  };

  const describe = (parentType: string, typeName: string) => {
    const last = path.at(-1);
    return typeof last === 'string'
      ? `field ${parentType}.${last}`
      : `array element of type ${typeName} at index ${last}`;
  };

  function writeObject(shape: ObjectShape, object: ObjectValue): Written {
    let text = '{';
    const shortcoming = incomplete.get(object);
    if (shortcoming !== undefined) {
      const lacking = shape.fields.filter(field => isMissing(field, object)).map(({ key }) => key);
      if (lacking.length > 0) violate(shortcoming.message, shortcoming.code, lacking);
    }
    fieldsWritten += shape.fields.length;
    if (fieldsWritten > maxFields) refuseTooLong(Infinity);
    for (const [index, field] of shape.fields.entries()) {
      path.push(field.key);
      const { text: value, isBroken } = writeField(shape, field, object);
      path.pop();
      if (value === null) return isBroken ? broken : nothing;
      text += (index === 0 ? '' : ',') + toLatin1Json(field.key) + ':' + value;
      refuseTooLong(text.length);
    }
    return { text: `${text}}`, isBroken: false };
  }

  /** `text` is null where the whole object must become null. */
  function writeField(shape: ObjectShape, field: FieldShape, object: ObjectValue): Written {
    if (field.kind === 'constant') return written(field.text);
    if (field.kind === 'introspection') return written(introspect(field.nodes));
    if (field.kind === 'unknown-typename') {
      return violate(`The type of an object at field ${shape.typeName}.${field.key} could not be told.`);
    }
    if (field.slot < 0) {
      const unplanned = violate(
        `No subgraph was asked for field ${shape.typeName}.${field.key}.`,
        'INTERNAL_SERVER_ERROR',
      );
      return field.value.isNonNull ? unplanned : written('null');
    }
    return writeValue(field.value, object[field.slot], shape.typeName);
  }

  /** `text` is null where a null came to a place that may not hold one. */
  function writeValue(shape: ValueShape, value: Value, parentType: string): Written {
    const result = value === null || value === undefined ? nothing : writeKnown(shape, value, parentType);
    if (result.text !== null) return result;
    if (!shape.isNonNull) return written('null');
    if (result.isBroken) return broken;
    return violate(`Cannot return null for non-nullable ${describe(parentType, shape.typeName)}.`);
  }

  function writeKnown(shape: ValueShape, value: Value, parentType: string): Written {
    if (shape.element !== null) return writeList(shape.element, listOf(shape.element, value), parentType);
    const invalid = () => violate(`Invalid value found for ${describe(parentType, shape.typeName)}.`);
    if (shape.leaf !== null) {
      return typeof value === 'string' && isValidLeaf(shape.leaf, value) ? written(value) : invalid();
    }
    if (!Array.isArray(value) || !isObjectValue(value)) return invalid();
    const object = shape.objects!.of(value);
    if (object === null) {
      return violate(`Invalid __typename found for object at ${describe(parentType, shape.typeName)}.`);
    }
    return writeObject(object, value);
  }

  function writeList(element: ValueShape, list: readonly Value[] | null, parentType: string): Written {
    if (list === null) return violate(`Invalid value found for ${describe(parentType, `[${element.typeName}]`)}.`);
    const items: string[] = [];
    let isBroken = false;
    let length = 0;
    for (const [index, item] of list.entries()) {
      path.push(index);
      const { text } = writeValue(element, item, parentType);
      path.pop();
      // The other elements are looked at too: each of their errors is told.
      if (text === null) isBroken = true;
      else items.push(text);
      length += text?.length ?? 4;
      refuseTooLong(length);
    }
    return isBroken ? broken : written(`[${items.join(',')}]`);
  }

  const shape = shapes.of(root);
  const { text } =
    shape === null ? violate('The type of the root object could not be told.') : writeObject(shape, root);
  return { data: text ?? 'null', violations };
}

const isMissing = (field: FieldShape, object: ObjectValue) =>
  field.kind === 'value' && field.slot >= 0 && object[field.slot] === undefined;

interface Written {
  readonly text: string | null;
  /** The null is there because of an error that was told. */
  readonly isBroken: boolean;
}

const nothing: Written = { text: null, isBroken: false };
const broken: Written = { text: null, isBroken: true };
const written = (text: string): Written => ({ text, isBroken: false });

/** The elements of a list; null when it is none. Lists of custom scalars come as one text. */
function listOf(element: ValueShape, value: Value): readonly Value[] | null {
  if (Array.isArray(value)) return isObjectValue(value) ? null : value;
  if (element.leaf?.kind !== 'any' && element.element === null) return null;
  try {
    const list: unknown = JSON.parse(fromLatin1(String(value)));
    if (!Array.isArray(list)) return null;
    return list.map(item => (item === null || item === undefined ? null : toLatin1Json(item)));
  } catch {
    return null;
  }
}
