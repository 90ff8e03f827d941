import { Kind, OperationTypeNode, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../program/fragments.ts';

/**
 * A document whose mutations have their fields one after the other as they are to be run: each where it is asked first, with all that is
 * selected of it, and no fragments around them. Apollo's planner takes several selections of a field apart otherwise, and runs it
 * after others that should come later.
 */
export function orderMutations(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);

  function collect(
    { selections }: SelectionSetNode,
    fields: Map<string, FieldNode>,
    spread: Set<string>,
  ): Map<string, FieldNode> {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = fields.get(key);
        fields.set(key, known === undefined ? selection : joined(known, selection));
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        // Spread again it adds nothing, but fragments that spread each other twice double with each.
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment !== undefined) collect(fragment.selectionSet, fields, spread);
    }
    return fields;
  }

  return {
    ...document,
    definitions: document.definitions.map(definition => {
      if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== OperationTypeNode.MUTATION) {
        return definition;
      }
      const selections = [...collect(definition.selectionSet, new Map(), new Set()).values()];
      return { ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections } };
    }),
  };
}

function joined(one: FieldNode, other: FieldNode): FieldNode {
  if (one.selectionSet === undefined || other.selectionSet === undefined) return one;
  const selections = [...one.selectionSet.selections, ...other.selectionSet.selections];
  return { ...one, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
