import {
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
} from 'graphql';
import { toLatin1Json } from '@polyphony/platform/text';
import { keyLiteral } from './key-literal.ts';
import { leafCheck, type LeafCheck } from './leaf-kind.ts';
import type { Position } from './position.ts';
import { selectFields, type SelectedField, type SelectionScope, type TypedSelectionSet } from './selected-fields.ts';
import { nameOf, type ObjectValue } from './value.ts';

/** How a value of one type is written: exactly one of `element`, `leaf` and `objects` is set. */
export interface ValueShape {
  readonly isNonNull: boolean;
  /** For errors: the type without its `!`. */
  readonly typeName: string;
  /** Of lists. */
  readonly element: ValueShape | null;
  readonly leaf: LeafCheck | null;
  readonly objects: ObjectShapes | null;
}

/** How one field of an object is written. */
export type FieldShape =
  | { readonly kind: 'value'; readonly key: string; readonly slot: number; readonly value: ValueShape }
  /** Text that is the same for every object of the type. */
  | { readonly kind: 'constant'; readonly key: string; readonly text: string }
  /** `__typename` where it cannot be told: the object is of no object type that clients know. */
  | { readonly kind: 'unknown-typename'; readonly key: string }
  /** `__schema` and `__type`. */
  | { readonly kind: 'introspection'; readonly key: string; readonly nodes: readonly FieldNode[] };

/** How the objects of one type are written at one place of the response. */
export interface ObjectShape {
  readonly typeName: string;
  readonly length: number;
  readonly literals: readonly string[];
  /** How a field is checked that is a leaf, and where it is: all that is looked at for most fields, side by side. */
  readonly leaves: readonly (LeafCheck | null)[];
  readonly slots: readonly number[];
  readonly fields: readonly FieldShape[];
}

const typenameKey = '__typename';

/** In what the client's selections are read. */
export interface ShapeScope extends SelectionScope {
  /** Response names that differ from the client's, and the client's; null for what the client did not ask for. */
  readonly clientNames: ReadonlyMap<string, string | null>;
}

/** How objects are written at one place of the response, by their type. */
export class ObjectShapes {
  private readonly typenameSlot: number;
  private readonly byTypename = new Map<string, ObjectShape | null>();
  private declared: ObjectShape | undefined;
  private lastTypename = '';
  private lastShape: ObjectShape | null = null;

  constructor(
    private readonly position: Position,
    private readonly sets: readonly TypedSelectionSet[],
    /** What the field says; objects that do not tell their type are taken to be of it. */
    private readonly declaredType: GraphQLCompositeType,
    private readonly scope: ShapeScope,
  ) {
    this.typenameSlot = position.slots.get(typenameKey) ?? -1;
  }

  /** null when the object says to be of a type that clients do not know. */
  of(object: ObjectValue): ObjectShape | null {
    const typename = this.typenameSlot < 0 ? undefined : object[this.typenameSlot];
    if (typename === undefined || typename === null) {
      return (this.declared ??= this.makeShape(this.declaredType));
    }
    if (typename === this.lastTypename) return this.lastShape;
    const text = String(typename);
    let shape = this.byTypename.get(text);
    if (shape === undefined) {
      const type = this.scope.schema.getType(nameOf(text));
      shape = isCompositeType(type) ? this.makeShape(type) : null;
      // Subgraphs could make names up without end.
      if (shape === null) return null;
      this.byTypename.set(text, shape);
    }
    this.lastTypename = text;
    this.lastShape = shape;
    return shape;
  }

  private makeShape(type: GraphQLCompositeType): ObjectShape {
    const fields = [...selectFields(this.sets, type.name, this.scope).values()]
      .filter(({ key }) => this.scope.clientNames.get(key) !== null)
      .map(field => this.makeField(field, type));
    return {
      typeName: type.name,
      length: fields.length,
      literals: fields.map(({ key }, index) => keyLiteral(key, index === 0)),
      leaves: fields.map(field => (field.kind === 'value' && field.slot >= 0 ? field.value.leaf : null)),
      slots: fields.map(field => (field.kind === 'value' ? field.slot : -1)),
      fields,
    };
  }

  private makeField(field: SelectedField, type: GraphQLCompositeType): FieldShape {
    const { name, selections } = field;
    const key = this.scope.clientNames.get(field.key) ?? field.key;
    if (name === typenameKey) {
      return isObjectType(type)
        ? { kind: 'constant', key, text: toLatin1Json(type.name) }
        : { kind: 'unknown-typename', key };
    }
    if (name === '__schema' || name === '__type')
      return { kind: 'introspection', key, nodes: selections.map(({ node }) => node) };
    return {
      kind: 'value',
      key,
      slot: this.position.slots.get(field.key) ?? -1,
      value: this.makeValue(field.type!, field),
    };
  }

  private makeValue(type: GraphQLOutputType, field: SelectedField): ValueShape {
    const isNonNull = isNonNullType(type);
    const nullable = isNonNull ? type.ofType : type;
    const shape = { isNonNull, typeName: String(nullable), element: null, leaf: null, objects: null };
    if (isListType(nullable)) return { ...shape, element: this.makeValue(nullable.ofType, field) };
    if (isScalarType(nullable) || isEnumType(nullable)) return { ...shape, leaf: leafCheck(nullable) };
    return {
      ...shape,
      objects: new ObjectShapes(this.position.child(field.key), field.sets, nullable, this.scope),
    };
  }
}
