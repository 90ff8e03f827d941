import { execute, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileOperation, type CompiledOperation } from './compiled-operation.ts';

export interface ExecutionArguments {
  /** What the root's fields are read from; for an event of a subscription, the event. */
  readonly rootValue?: unknown;
  readonly contextValue: unknown;
  readonly variables: Record<string, unknown> | null | undefined;
  readonly operationName: string | null | undefined;
}

/** A valid document, ready to be executed many times. */
export interface ExecutableDocument {
  readonly document: DocumentNode;
  /** Never throws, and never rejects: errors are in the result, as graphql-js tells them. */
  execute(request: ExecutionArguments): ExecutionResult | Promise<ExecutionResult>;
}

/**
 * Compiles operations when they are first executed. What is rare, and would need words of its own, is left to graphql-js: no such
 * operation, no such root, conditions that are no Booleans.
 */
export function createExecutableDocument(schema: GraphQLSchema, document: DocumentNode): ExecutableDocument {
  const compiled = new Map<string | null, CompiledOperation | null>();
  return {
    document,
    execute({ rootValue, contextValue, variables, operationName = null }) {
      let operation = compiled.get(operationName);
      if (operation === undefined) {
        operation = compileOperation(schema, document, operationName);
        // Names that the document does not have come from clients, without end.
        if (operation !== null) compiled.set(operationName, operation);
      }
      const result = operation?.execute({ rootValue, contextValue, variables: variables ?? {} });
      if (result !== undefined) return result;
      return execute({ schema, document, rootValue, contextValue, variableValues: variables, operationName });
    },
  };
}
