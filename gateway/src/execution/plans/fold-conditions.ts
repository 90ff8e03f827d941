import { visit, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { isIncluded, type Truths } from './conditions.ts';
import { outsideIntrospection } from './introspection-selections.ts';

/**
 * An operation without `@skip` and `@include`, and without what they leave out. Apollo's planner takes conditions of fields for
 * conditions of what is around them, and requires what only they would have required; it is given none.
 * @param placeholder what stands where nothing else is left, since no selection may be empty.
 */
export function foldConditions(document: DocumentNode, truths: Truths, placeholder: () => SelectionNode): DocumentNode {
  return visit(document, {
    ...outsideIntrospection,
    SelectionSet(node: SelectionSetNode) {
      const left = node.selections.filter(selection => isIncluded(selection, truths)).map(withoutConditions);
      return { ...node, selections: left.length === 0 ? [placeholder()] : left };
    },
  });
}

function withoutConditions(node: SelectionNode): SelectionNode {
  const directives = node.directives ?? [];
  const left = directives.filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
  return left.length === directives.length ? node : { ...node, directives: left };
}
