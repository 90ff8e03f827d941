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
  /** Its plan where `@skip` and `@include` leave in what they can. */
  readonly queryPlan: QueryPlan;
  /** Estimates what executing it with these variables costs, in the points that `OperationLimits` counts. */
  readonly cost: (variables: Readonly<Record<string, unknown>>) => number;
  /**
   * What is executed with these variables.
   * @throws RequestRejectedError when a variable of `@skip` or `@include` is no boolean.
   */
  readonly planned: (variables: Readonly<Record<string, unknown>>) => PlannedOperation;
}

/** An operation whose `@skip` and `@include` are decided. */
export interface PlannedOperation {
  readonly queryPlan: QueryPlan;
  /** The plan as tables. */
  readonly program: Program;
  /** Answers what it asks about the schema. */
  readonly introspect: (variables: Readonly<Record<string, unknown>>) => Introspect;
}
