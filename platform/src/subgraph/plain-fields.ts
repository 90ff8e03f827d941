import { getMetadataStorage } from 'type-graphql';

/**
 * Lets fields that classes only declare be read as the properties they are. TypeGraphQL gives each a resolver of its own that does
 * no more than that, at twice the cost of the whole field; those with a name, a middleware or a role of their own keep it.
 */
export function readPlainFieldsAsProperties(): void {
  const { fields, middlewares, authorizedFields } = getMetadataStorage();
  for (const field of fields) {
    const isOf = (rule: { target: Function; fieldName: string }) =>
      rule.target === field.target && rule.fieldName === field.name;
    if (field.name === field.schemaName && !middlewares.some(isOf) && !authorizedFields.some(isOf))
      field.simple ??= true;
  }
}
