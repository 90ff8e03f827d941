import type { FetchDataKeyRenamer, FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { VariableDefinitionNode } from 'graphql';
import type { Fragments } from '../program/fragments.ts';
import type { TypedSelectionSet } from '../program/selected-fields.ts';

/** One fetch of a plan, of which the conditions are decided. */
export interface PlannedFetch {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Where in the response it puts what it gets: response names, `@` for all elements of a list. */
  readonly path: readonly string[];
  /** Fetches that must be done before. */
  readonly after: ReadonlySet<PlannedFetch>;
  /** What identifies the entities it asks for; null when it asks for the subgraph's root fields. */
  readonly requires: readonly QueryPlanSelectionNode[] | null;
  /** What it selects: of the root type, or of the entities. */
  readonly sets: readonly TypedSelectionSet[];
  readonly fragments: Fragments;
  /** The client's variables it uses, as it declares them. */
  readonly variables: readonly VariableDefinitionNode[];
  /** The operation as the planner wrote it. */
  readonly text: string;
  readonly operationName: string | undefined;
  readonly inputRewrites: readonly FetchDataRewrite[];
  readonly outputRewrites: readonly FetchDataRewrite[];
  /** Arguments that are taken from objects further up. */
  readonly contexts: readonly FetchDataKeyRenamer[];
}
