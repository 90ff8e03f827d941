import { Kind, parse } from 'graphql';

/** The names of the operations in documents; of those that cannot be parsed, none. */
export function operationNamesOf(documents: readonly string[]): string[] {
  return documents.flatMap(text => {
    try {
      return parse(text, { noLocation: true }).definitions.flatMap(definition =>
        definition.kind === Kind.OPERATION_DEFINITION && definition.name !== undefined ? [definition.name.value] : [],
      );
    } catch {
      return [];
    }
  });
}
