import {
  getNamedType,
  isCompositeType,
  Kind,
  OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { rejection, type Variables } from '../../execution/index.ts';
import { assumedListSize, listLevels, type CostWeights } from './cost-weights.ts';
import { addCost, costOfTree, createCostTree, isFixed, type CostTree } from './cost-tree.ts';
import { givesOneOf, lengthOf, type Amount, type VariableDefaults } from './list-length.ts';

/** A length that a field gives to lists below it. */
interface Slice {
  readonly fields: ReadonlySet<string>;
  readonly length: Amount;
}

/** What a mutation costs before anything is selected in it. */
const mutationCost = 10;

/**
 * How an operation's cost is estimated: each object counts 1 and each leaf 0, or what `@cost` says, times the lengths of the lists
 * that it lies in, plus 10 for a mutation. What depends on no variable is summed up here, once; every fragment is looked at once,
 * however often it is spread.
 * @throws RequestRejectedError when a field must be given one slicing argument and is not.
 */
export function estimateCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  weights: CostWeights,
): (variables: Variables) => number {
  const fragments = new Map(
    document.definitions.flatMap(definition =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const defaults: VariableDefaults = new Map(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, defaultValue]],
    ),
  );
  const root = weights.schema.getRootType(operation.operation) ?? undefined;
  const known = new Map<SelectionSetNode, Map<Slice | undefined, CostTree>>();
  const slices = new Map<FieldNode, Slice>();

  function treeOf(set: SelectionSetNode, type: GraphQLNamedType | undefined, slice: Slice | undefined): CostTree {
    const bySlice = known.get(set) ?? new Map<Slice | undefined, CostTree>();
    known.set(set, bySlice);
    let tree = bySlice.get(slice);
    if (tree !== undefined) return tree;
    tree = createCostTree();
    bySlice.set(slice, tree);
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        addField(tree, selection, type, slice);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const inner = fragment.typeCondition ? weights.schema.getType(fragment.typeCondition.name.value) : type;
      addCost(tree, treeOf(fragment.selectionSet, inner, slice), presence(selection.directives));
    }
    return tree;
  }

  function addField(tree: CostTree, node: FieldNode, parent: GraphQLNamedType | undefined, outer: Slice | undefined) {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return;
    const type = getNamedType(field.type);
    const size = weights.listSizeOf(field);
    if (size?.isOneRequired === true && !givesOneOf(node, field, size.slicingArguments)) {
      const names = size.slicingArguments.map(name => `"${name}"`).join(', ');
      throw rejection(`The field "${field.name}" needs exactly one of the arguments ${names}.`, 'BAD_USER_INPUT');
    }
    const length = size === undefined ? 1 : lengthOf(node, field, size, defaults);
    const isSized = size !== undefined && size.sizedFields.size > 0;
    if (isSized && !slices.has(node)) slices.set(node, { fields: size.sizedFields, length });

    let one = createCostTree(weights.ofField(field, type));
    if (node.selectionSet !== undefined) addCost(one, treeOf(node.selectionSet, type, slices.get(node)), 1);
    const isOwnLength = !isSized && (size?.slicingArguments.length ?? 0) > 0;
    const innermost =
      !isOwnLength && outer?.fields.has(field.name) === true ? outer.length : isSized ? assumedListSize : length;
    const levels = listLevels(field.type);
    for (let level = 0; level < levels; level += 1) {
      const many = createCostTree();
      addCost(many, one, level > 0 ? assumedListSize : innermost);
      one = many;
    }
    for (const { name } of node.arguments ?? []) one.fixed += weights.ofArgument(field, name.value);
    addCost(tree, one, presence(node.directives));
  }

  function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === '__schema') return SchemaMetaFieldDef;
    if (name === '__type') return TypeMetaFieldDef;
    return isCompositeType(type) && 'getFields' in type ? type.getFields()[name] : undefined;
  }

  const tree = treeOf(operation.selectionSet, root, undefined);
  if (operation.operation === OperationTypeNode.MUTATION) tree.fixed += mutationCost;
  if (isFixed(tree)) {
    const fixed = costOfTree(tree, {});
    return () => fixed;
  }
  return variables => costOfTree(tree, variables);
}

/** 0 for what `@skip` or `@include` takes away. */
function presence(directives: readonly DirectiveNode[] | undefined): Amount {
  let amount: Amount = 1;
  for (const { name, arguments: given } of directives ?? []) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const condition = given?.[0]?.value;
    const without = name.value === 'skip';
    if (condition?.kind === Kind.BOOLEAN && condition.value === without) return 0;
    if (condition?.kind !== Kind.VARIABLE) continue;
    amount = unless(condition.name.value, without, amount);
  }
  return amount;
}

const unless = (variable: string, value: boolean, otherwise: Amount): Amount => {
  return variables =>
    variables[variable] === value ? 0 : typeof otherwise === 'number' ? otherwise : otherwise(variables);
};
