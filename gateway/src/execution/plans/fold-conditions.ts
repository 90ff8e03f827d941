import {
  Kind,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../program/fragments.ts';
import { isIncluded, type Truths } from './conditions.ts';
import { isIntrospection } from './introspection-selections.ts';

/**
 * An operation without `@skip` and `@include`, and without what they leave out. Apollo's planner takes conditions of fields for
 * conditions of what is around them, and requires what only they would have required; it is given none.
 * @param placeholder what stands where nothing else is left of an object's fields, since no selection may be empty.
 */
export function foldConditions(document: DocumentNode, truths: Truths, placeholder: () => SelectionNode): DocumentNode {
  const fragments = fragmentsOf(document);
  const folded = new Map<string, FragmentDefinitionNode | null>();

  /** null when nothing is left of it. */
  function foldFragment(name: string): FragmentDefinitionNode | null {
    let fragment = folded.get(name);
    if (fragment === undefined) {
      fragment = foldDefinition(fragments.get(name));
      folded.set(name, fragment);
    }
    return fragment;
  }

  function foldDefinition(definition: FragmentDefinitionNode | undefined): FragmentDefinitionNode | null {
    if (definition === undefined) return null;
    // Of the schema's own types: answered as the client wrote it.
    if (definition.typeCondition.name.value.startsWith('__')) return definition;
    const selections = foldSet(definition.selectionSet);
    return selections.length === 0 ? null : withSelections(definition, selections);
  }

  function foldSet({ selections }: SelectionSetNode): SelectionNode[] {
    return selections.flatMap((selection): SelectionNode[] => {
      if (!isIncluded(selection, truths)) return [];
      const node = withoutConditions(selection);
      if (node.kind === Kind.FRAGMENT_SPREAD) return foldFragment(node.name.value) === null ? [] : [node];
      if (node.selectionSet === undefined || (node.kind === Kind.FIELD && isIntrospection(node))) return [node];
      const inner = foldSet(node.selectionSet);
      if (inner.length > 0) return [withSelections(node, inner)];
      return node.kind === Kind.FIELD ? [withSelections(node, [placeholder()])] : [];
    });
  }

  return {
    ...document,
    definitions: document.definitions.flatMap((definition): DefinitionNode[] => {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        const fragment = foldFragment(definition.name.value);
        return fragment === null ? [] : [fragment];
      }
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [definition];
      const selections = foldSet(definition.selectionSet);
      return [withSelections(definition, selections.length === 0 ? [placeholder()] : selections)];
    }),
  };
}

function withSelections<Node extends { readonly selectionSet?: SelectionSetNode | undefined }>(
  node: Node,
  selections: readonly SelectionNode[],
): Node {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function withoutConditions<Node extends SelectionNode>(node: Node): Node {
  const directives = node.directives ?? [];
  const left = directives.filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
  return left.length === directives.length ? node : { ...node, directives: left };
}
