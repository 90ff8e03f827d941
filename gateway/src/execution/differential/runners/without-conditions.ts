import {
  getOperationAST,
  getVariableValues,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The response name of what stands for an object's selections where none are left. */
export const nothingLeft = 'nothing_left';

/**
 * What `@skip` and `@include` leave of an operation by its variables: stock is asked for no more than that (see the known divergence
 * `needless fetches`). Undefined when nothing is left.
 */
export function withoutConditions(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
  operationName: string | null,
): DocumentNode | undefined {
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) throw new Error('The document has no such operation.');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced === undefined) return document;
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) definitions.set(definition.name.value, definition);
  }
  const fragments = new Map<string, FragmentDefinitionNode | undefined>();

  const isLeftOut = ({ directives = [] }: SelectionNode) =>
    directives.some(({ name, arguments: args = [] }) => {
      const value = args[0]?.value;
      const condition =
        value?.kind === Kind.VARIABLE ? coerced[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
      return name.value === 'skip' ? condition === true : name.value === 'include' && condition !== true;
    });

  const reduce = ({ selections }: SelectionSetNode): SelectionNode[] =>
    selections.flatMap((selection): SelectionNode[] => {
      if (isLeftOut(selection)) return [];
      if (selection.kind === Kind.FIELD)
        return [{ ...selection, directives: [], selectionSet: below(selection.selectionSet) }];
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        return fragmentOf(selection.name.value) === undefined ? [] : [{ ...selection, directives: [] }];
      }
      const left = reduce(selection.selectionSet);
      return left.length === 0 ? [] : [{ ...selection, directives: [], selectionSet: selectionSet(left) }];
    });

  const below = (selections: SelectionSetNode | undefined): SelectionSetNode | undefined => {
    if (selections === undefined) return undefined;
    const left = reduce(selections);
    if (left.length > 0) return selectionSet(left);
    const alias = { kind: Kind.NAME, value: nothingLeft } as const;
    return selectionSet([{ kind: Kind.FIELD, alias, name: { kind: Kind.NAME, value: '__typename' } }]);
  };

  const fragmentOf = (name: string): FragmentDefinitionNode | undefined => {
    if (!fragments.has(name)) {
      const definition = definitions.get(name)!;
      const left = reduce(definition.selectionSet);
      fragments.set(name, left.length === 0 ? undefined : { ...definition, selectionSet: selectionSet(left) });
    }
    return fragments.get(name);
  };

  const left = reduce(operation.selectionSet);
  if (left.length === 0) return undefined;
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: selectionSet(left) },
      ...[...fragments.values()].filter(fragment => fragment !== undefined),
    ],
  };
}

const selectionSet = (selections: SelectionNode[]): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections });
