import { BREAK, visit, type DocumentNode, type GraphQLFormattedError } from 'graphql';

/** Whether a validated document asks for the schema. `__typename` is no secret. */
export function asksForSchema(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    Field({ name }) {
      if (name.value !== '__schema' && name.value !== '__type') return undefined;
      isFound = true;
      return BREAK;
    },
  });
  return isFound;
}

/** Errors without the names that graphql-js proposes for one it does not know: they would tell the schema bit by bit. */
export function withoutHints(errors: readonly GraphQLFormattedError[]): GraphQLFormattedError[] {
  return errors.map(error => ({ ...error, message: error.message.replace(/ Did you mean [^]*$/, '') }));
}
