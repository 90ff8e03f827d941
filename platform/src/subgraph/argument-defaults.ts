import {
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  valueFromAST,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';

/**
 * Reads the defaults of arguments and input fields again. Building from SDL takes the default of an enum for its name, since the
 * enum gets the values that our code knows it by only afterwards, with the resolvers.
 */
export function readDefaultsAgain(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(readDefaultAgain);
    else if (isObjectType(type) || isInterfaceType(type)) {
      for (const { args } of Object.values(type.getFields())) args.forEach(readDefaultAgain);
    }
  }
}

function readDefaultAgain(input: GraphQLArgument | GraphQLInputField): void {
  const written = input.astNode?.defaultValue;
  if (written !== undefined) input.defaultValue = valueFromAST(written, input.type);
}
