import {
  execute,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { toLatin1Json } from '@polyphony/platform/text';
import type { Introspect } from './write-response.ts';

export interface IntrospectionOptions {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Variables in the document that are called otherwise by the client, and the client's name. */
  clientVariables: ReadonlyMap<string, string>;
}

/** Answers `__schema` and `__type` of an operation; what does not depend on variables is answered once. */
export function createIntrospection({
  schema,
  document,
  operation,
  clientVariables,
}: IntrospectionOptions): (variables: Readonly<Record<string, unknown>>) => Introspect {
  const fragments = document.definitions.filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION);
  const known = new Map<readonly FieldNode[], string>();

  function introspect(nodes: readonly FieldNode[], variables: Readonly<Record<string, unknown>>): string {
    const result = execute({
      schema,
      document: {
        kind: Kind.DOCUMENT,
        definitions: [
          {
            kind: Kind.OPERATION_DEFINITION,
            operation: OperationTypeNode.QUERY,
            variableDefinitions: operation.variableDefinitions ?? [],
            selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
          },
          ...fragments,
        ],
      },
      variableValues: { ...variables, ...Object.fromEntries(renamed(variables)) },
    });
    if (result instanceof Promise) throw new Error('Introspection does not wait.');
    const [value] = Object.values(result.data ?? {});
    return toLatin1Json(value ?? null);
  }

  const renamed = (variables: Readonly<Record<string, unknown>>) =>
    [...clientVariables]
      .filter(([, clientName]) => Object.hasOwn(variables, clientName))
      .map(([name, clientName]) => [name, variables[clientName]] as const);

  return variables => nodes => {
    let text = known.get(nodes);
    if (text === undefined) {
      text = introspect(nodes, variables);
      if (!usesVariables(nodes, fragments)) known.set(nodes, text);
    }
    return text;
  };
}

function usesVariables(nodes: readonly FieldNode[], fragments: DocumentNode['definitions']): boolean {
  let uses = false;
  for (const node of [...nodes, ...fragments]) visit(node, { Variable: () => void (uses = true) });
  return uses;
}
