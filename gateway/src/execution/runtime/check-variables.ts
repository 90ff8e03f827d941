import {
  getVariableValues,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** What is wrong with the values of an operation's variables; null when nothing is. */
export function findVariableErrors(
  schema: GraphQLSchema,
  { variableDefinitions }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLFormattedError[] | null {
  if (variableDefinitions === undefined || variableDefinitions.length === 0) return null;
  const { errors } = getVariableValues(schema, variableDefinitions, variables, { maxErrors: 10 });
  return errors?.map(({ message }) => ({ message, extensions: { code: 'BAD_USER_INPUT' } })) ?? null;
}
