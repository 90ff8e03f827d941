import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from './fragments.ts';

/** A selection set and the type it is written on. */
export interface TypedSelectionSet {
  readonly set: SelectionSetNode;
  readonly type: string;
}

/** A field as it is selected once. */
export interface FieldSelection {
  readonly node: FieldNode;
  /** The type that it is selected on. */
  readonly parentType: string;
}

/** One response name of an object: all selections of it, merged. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  /** Of the field in the schema; undefined for meta fields. */
  readonly type: GraphQLOutputType | undefined;
  readonly selections: FieldSelection[];
  /** What is selected of it; empty for leaves. */
  readonly sets: TypedSelectionSet[];
}

/** In what selections are read. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

/** Whether an object of a type meets a type condition. */
export function isOfType(schema: GraphQLSchema, typename: string, condition: string): boolean {
  if (typename === condition) return true;
  const type = schema.getType(typename);
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
}

/**
 * The fields that selection sets ask of an object, in the order of the response.
 * @param typename the object's type; null takes the fields of all type conditions together.
 */
export function selectFields(
  sets: readonly TypedSelectionSet[],
  typename: string | null,
  { schema, fragments }: SelectionScope,
): Map<string, SelectedField> {
  const fields = new Map<string, SelectedField>();

  function visitSet(set: SelectionSetNode, type: string): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        addField(selection, type);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined) visitSet(fragment.selectionSet, type);
      else if (typename === null || isOfType(schema, typename, condition)) visitSet(fragment.selectionSet, condition);
    }
  }

  function addField(node: FieldNode, parentType: string): void {
    const name = node.name.value;
    const key = node.alias?.value ?? name;
    const parent = schema.getType(parentType);
    // Of several types, each may have a field of the same name that is of another type.
    const type = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
    let field = fields.get(key);
    if (field === undefined) {
      field = { key, name, type, selections: [], sets: [] };
      fields.set(key, field);
    }
    field.selections.push({ node, parentType });
    if (node.selectionSet === undefined) return;
    const named = type === undefined ? undefined : getNamedType(type);
    field.sets.push({ set: node.selectionSet, type: isCompositeType(named) ? named.name : '' });
  }

  for (const { set, type } of sets) visitSet(set, type);
  return fields;
}

/** Whether the fields of an object depend on its type. */
export function dependsOnType(sets: readonly TypedSelectionSet[], { schema, fragments }: SelectionScope): boolean {
  const depends = (set: SelectionSetNode, type: string): boolean =>
    set.selections.some(selection => {
      if (selection.kind === Kind.FIELD) return false;
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined) return false;
      const condition = fragment.typeCondition?.name.value ?? type;
      return !isOfType(schema, type, condition) || depends(fragment.selectionSet, type);
    });
  return sets.some(({ set, type }) => depends(set, type));
}
