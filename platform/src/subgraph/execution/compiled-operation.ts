import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLSchema,
} from 'graphql';
import { FieldErrors, type Run, type Variables } from './run.ts';
import { runSelection, runSelectionInTurn } from './run-selection.ts';
import { compileSelection, type Selection } from './selection.ts';

export interface CompiledOperation {
  /** undefined where graphql-js has to do it. */
  execute(request: {
    rootValue: unknown;
    contextValue: unknown;
    variables: Variables;
  }): ExecutionResult | Promise<ExecutionResult> | undefined;
}

/** Ways in which `@skip` and `@include` can turn out that are compiled; clients choose among them. */
const maxVariants = 32;

/** null where there is no such operation, or nothing to execute it on. */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): CompiledOperation | null {
  const operation = getOperationAST(document, operationName);
  const rootType = operation && schema.getRootType(operation.operation);
  if (!operation || !rootType) return null;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const conditionNames = findConditions(document);
  const inTurn = operation.operation === OperationTypeNode.MUTATION;
  const variants = new Map<string, Selection>();

  /** The selection where conditions are so; undefined where it is left to graphql-js. */
  function selectionFor(variables: Variables): Selection | undefined {
    let key = '';
    for (const name of conditionNames) {
      const value = variables[name];
      // A fragment of another operation may use a variable that this one does not have.
      if (value !== undefined && typeof value !== 'boolean') return undefined;
      key += value === undefined ? '?' : value ? '+' : '-';
    }
    let selection = variants.get(key);
    if (selection === undefined && variants.size < maxVariants) {
      const conditions = Object.fromEntries(conditionNames.map(name => [name, variables[name]]));
      selection = compileSelection({ schema, fragments, conditions }, rootType!, [operation!.selectionSet]);
      variants.set(key, selection);
    }
    return selection;
  }

  return {
    execute({ rootValue, contextValue, variables: given }) {
      const { coerced, errors: refused } = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
        maxErrors: 50,
      });
      if (coerced === undefined) return { errors: refused };
      const selection = selectionFor(coerced);
      if (selection === undefined) return undefined;
      const errors = new FieldErrors();
      const run: Run = { schema, fragments, operation, rootValue, contextValue, variables: coerced, errors };
      const fail = (error: unknown): ExecutionResult => {
        errors.add(error as GraphQLError, undefined);
        return { data: null, errors: errors.errors };
      };
      const finish = (data: Record<string, unknown>): ExecutionResult =>
        errors.errors.length === 0 ? { data } : { data, errors: errors.errors };
      try {
        const data = inTurn
          ? runSelectionInTurn(run, selection, rootValue)
          : runSelection(run, selection, rootValue, undefined);
        return data instanceof Promise ? data.then(finish, fail) : finish(data);
      } catch (error) {
        return fail(error);
      }
    },
  };
}

/** Variables that decide about fields, anywhere in the document. */
function findConditions(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      const value = given?.[0]?.value;
      const isCondition = name.value === 'skip' || name.value === 'include';
      if (isCondition && value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
