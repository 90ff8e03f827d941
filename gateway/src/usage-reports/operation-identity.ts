import type { ReferencedFieldsForType } from '@apollo/usage-reporting-protobuf';
import { calculateReferencedFieldsByType, usageReportingSignature } from '@apollo/utils.usagereporting';
import type { GraphQLSchema } from 'graphql';
import type { PreparedOperation } from '../execution/index.ts';

/** What usage reports know an operation by. */
export interface OperationIdentity {
  /** Its name and signature: the document without literals, aliases, order and what it does not use. */
  readonly key: string;
  readonly referencedFields: Record<string, ReferencedFieldsForType>;
}

export function identifyOperation(
  { document, name }: Pick<PreparedOperation, 'document' | 'name'>,
  schema: GraphQLSchema,
): OperationIdentity {
  return {
    key: `# ${name ?? '-'}\n${usageReportingSignature(document, name ?? '')}`,
    referencedFields: calculateReferencedFieldsByType({ document, schema, resolvedOperationName: name ?? null }),
  };
}

/** Operations that did not get as far as having a signature are counted together, by why. */
const failureKeys: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: '## GraphQLParseFailure\n',
  GRAPHQL_VALIDATION_FAILED: '## GraphQLValidationFailure\n',
};

/** Undefined for codes that reports do not know. */
export function identifyFailure(code: unknown): OperationIdentity | undefined {
  const key = failureKeys[String(code)];
  return key === undefined ? undefined : { key, referencedFields: {} };
}
