import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Program } from './program/program.ts';
import type { Introspect } from './runtime/write-response.ts';

/** An operation that was parsed, validated, measured and planned: kept for every later request with the same text. */
export interface PreparedOperation {
  readonly type: OperationTypeNode;
  readonly name: string | undefined;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly queryPlan: QueryPlan;
  /** Estimates what executing it with these variables costs, in the points that `OperationLimits` counts. */
  readonly cost: (variables: Readonly<Record<string, unknown>>) => number;
  /**
   * The plan as tables, with what `@skip` and `@include` decide by these variables left out.
   * @throws RequestRejectedError when a variable of theirs is no boolean.
   */
  readonly program: (variables: Readonly<Record<string, unknown>>) => Program;
  /** Answers what it asks about the schema. */
  readonly introspect: (variables: Readonly<Record<string, unknown>>) => Introspect;
}
