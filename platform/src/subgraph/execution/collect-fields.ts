import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from './run.ts';

/** What decides which fields of a selection apply. `conditions` holds the variables of `@skip` and `@include`, all of them Boolean. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly conditions: Variables;
}

/** The fields that selections ask of one object type, by the name they have in the answer: CollectFields of the specification. */
export function collectFields(
  scope: SelectionScope,
  type: GraphQLObjectType,
  selectionSets: Iterable<SelectionSetNode>,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const seenFragments = new Set<string>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (!isIncluded(selection, scope.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(name);
        if (nodes === undefined) fields.set(name, [selection]);
        else nodes.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (appliesTo(scope.schema, selection, type)) collect(selection.selectionSet);
      } else if (!seenFragments.has(selection.name.value)) {
        seenFragments.add(selection.name.value);
        const fragment = scope.fragments[selection.name.value];
        if (fragment !== undefined && appliesTo(scope.schema, fragment, type)) collect(fragment.selectionSet);
      }
    }
  };
  for (const selectionSet of selectionSets) collect(selectionSet);
  return fields;
}

function isIncluded({ directives }: SelectionNode, conditions: Variables): boolean {
  if (directives === undefined || directives.length === 0) return true;
  const condition = (name: 'skip' | 'include'): boolean | undefined => {
    const value = directives.find(directive => directive.name.value === name)?.arguments?.[0]?.value;
    if (value?.kind === Kind.BOOLEAN) return value.value;
    return value?.kind === Kind.VARIABLE ? (conditions[value.name.value] as boolean) : undefined;
  };
  return condition('skip') !== true && condition('include') !== false;
}

function appliesTo(
  schema: GraphQLSchema,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
  type: GraphQLObjectType,
): boolean {
  if (typeCondition === undefined) return true;
  const wanted = schema.getType(typeCondition.name.value);
  return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
}
