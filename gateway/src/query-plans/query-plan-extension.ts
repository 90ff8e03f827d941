import { prettyFormatQueryPlan, type QueryPlan } from '@apollo/query-planner';
import type { ResponseExtension } from '../operations/response-extension.ts';

/** An administrator who sends this header, with any value but `false`, sees how the operation was planned. */
export const queryPlanHeader = 'x-polyphony-query-plan';

/**
 * `extensions.queryPlan` of an answer: `{ text, tree }`, the plan for people and as JSON. A plan tells names of subgraphs and what is
 * inaccessible in the schema, so anybody else gets the answer as if the header were not there.
 */
export const queryPlanExtension: ResponseExtension = {
  name: 'queryPlan',
  header: queryPlanHeader,
  valueFor({ ready, context, headers }) {
    if (context.viewer?.role !== 'ADMIN' || headers[queryPlanHeader] === 'false') return undefined;
    const { queryPlan } = ready.operation.planned(ready.variables);
    return { text: prettyFormatQueryPlan(queryPlan), tree: treeOf(queryPlan) };
  },
};

/** Without the parsed documents, which say the same as their text. */
function treeOf(queryPlan: QueryPlan): unknown {
  return JSON.parse(
    JSON.stringify(queryPlan, (key, value: unknown) => (key === 'operationDocumentNode' ? undefined : value)),
  );
}
