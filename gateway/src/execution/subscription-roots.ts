import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { fragmentsOf } from './program/fragments.ts';
import { rejection } from './rejection.ts';

/** `@skip` and `@include` on the root field could leave nothing to subscribe to; neither the validator nor the planner copes. */
export function refuseConditionalRoots(document: DocumentNode, operation: OperationDefinitionNode): void {
  const fragments = fragmentsOf(document);
  const seen = new Set<string>();
  const check = ({ selections }: OperationDefinitionNode['selectionSet']): boolean =>
    selections.some(selection => {
      if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) return true;
      if (selection.kind === Kind.INLINE_FRAGMENT) return check(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) return false;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      return fragment !== undefined && check(fragment.selectionSet);
    });
  if (check(operation.selectionSet)) {
    throw rejection(
      '@skip and @include cannot be used on the root field of a subscription.',
      'GRAPHQL_VALIDATION_FAILED',
    );
  }
}
