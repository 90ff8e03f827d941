import { Kind, visit, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { isIncluded, type Truths } from './conditions.ts';

/**
 * An operation without `@skip` and `@include`, and without what they leave out. Apollo's planner takes conditions of fields for
 * conditions of what is around them, and requires what only they would have required; it is given none.
 * @param placeholder what stands where nothing else is left, since no selection may be empty.
 */
export function foldConditions(document: DocumentNode, truths: Truths, placeholder: () => SelectionNode): DocumentNode {
  const withoutConditions = (node: SelectionNode) => {
    if (!isIncluded(node, truths)) return null;
    const directives = node.directives ?? [];
    const left = directives.filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
    return left.length === directives.length ? undefined : { ...node, directives: left };
  };
  return visit(document, {
    Field: { enter: withoutConditions },
    InlineFragment: { enter: withoutConditions },
    FragmentSpread: { enter: withoutConditions },
    SelectionSet: {
      leave: (node: SelectionSetNode) =>
        node.selections.length === 0 ? { kind: Kind.SELECTION_SET, selections: [placeholder()] } : undefined,
    },
  });
}
