import {
  isNonNullType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type SelectionScope } from './collect-fields.ts';
import { compileCompletion, type Completion } from './completion.ts';
import { compileArguments, type ReadArguments } from './field-arguments.ts';
import type { Path, Run } from './run.ts';

/** What is asked of objects of one type at one place of an operation, looked up once instead of for every object. */
export interface Selection {
  readonly fields: readonly SelectedField[];
  /** Whether a field answers under the name of what objects inherit from, which an ordinary object cannot have. */
  readonly hasPrototypeName: boolean;
}

/** One field of a selection. */
export class SelectedField {
  readonly responseName: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly isTypename: boolean;
  readonly isNonNull: boolean;
  /** Absent where the value is simply a property. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  readonly readArguments: ReadArguments;
  readonly completion: Completion;
  private readonly definition: GraphQLField<unknown, unknown>;

  constructor(
    scope: SelectionScope,
    {
      responseName,
      nodes,
      parentType,
      definition,
    }: {
      responseName: string;
      nodes: readonly [FieldNode, ...FieldNode[]];
      parentType: GraphQLObjectType;
      definition: GraphQLField<unknown, unknown>;
    },
  ) {
    this.responseName = responseName;
    this.name = definition.name;
    this.nodes = nodes;
    this.parentType = parentType;
    this.definition = definition;
    this.isTypename = definition === TypeNameMetaFieldDef;
    this.isNonNull = isNonNullType(definition.type);
    this.resolve = definition.resolve;
    this.readArguments = compileArguments(definition, nodes[0]);
    this.completion = compileCompletion(scope, definition.type, nodes);
  }

  /** The fourth argument of resolvers. */
  info(run: Run, path: Path): GraphQLResolveInfo {
    return {
      fieldName: this.name,
      fieldNodes: this.nodes,
      returnType: this.definition.type,
      parentType: this.parentType,
      path,
      schema: run.schema,
      fragments: run.fragments,
      rootValue: run.rootValue,
      operation: run.operation,
      variableValues: run.variables,
    };
  }
}

export function compileSelection(
  scope: SelectionScope,
  parentType: GraphQLObjectType,
  selectionSets: Iterable<SelectionSetNode>,
): Selection {
  const fields: SelectedField[] = [];
  for (const [responseName, nodes] of collectFields(scope, parentType, selectionSets)) {
    const [first, ...others] = nodes;
    const definition = first && definitionOf(scope, parentType, first.name.value);
    // Validation has made sure that there is one.
    if (first === undefined || definition === undefined) continue;
    fields.push(new SelectedField(scope, { responseName, nodes: [first, ...others], parentType, definition }));
  }
  return { fields, hasPrototypeName: fields.some(({ responseName }) => responseName === '__proto__') };
}

/** The selections under fields of one name, as far as they apply to a type. */
export const compileSubselection = (
  scope: SelectionScope,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Selection =>
  compileSelection(
    scope,
    type,
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
  );

function definitionOf({ schema }: SelectionScope, type: GraphQLObjectType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name];
}
