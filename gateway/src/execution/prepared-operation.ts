import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode, OperationTypeNode } from 'graphql';

/** An operation that was parsed, validated, measured and planned: kept for every later request with the same text. */
export interface PreparedOperation {
  readonly type: OperationTypeNode;
  readonly name: string | undefined;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly queryPlan: QueryPlan;
  /** Estimates what executing it with these variables costs, in the points that `OperationLimits` counts. */
  readonly cost: (variables: Readonly<Record<string, unknown>>) => number;
}
