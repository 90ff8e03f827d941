import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import type { QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { getOperationAST, Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { conditionVariables, readTruths, type Truths } from './plans/conditions.ts';
import { rootTypesOf } from './plans/plan-fetches.ts';
import { planDocument, plannerFieldNames } from './plans/planned-document.ts';
import { compileProgram } from './program/compile-program.ts';
import type { PlannedOperation, PreparedOperation } from './prepared-operation.ts';
import { createIntrospection } from './runtime/introspection.ts';

export interface OperationPlansOptions {
  supergraph: Supergraph;
  schema: GraphQLSchema;
  planner: QueryPlanner;
}

/** How operations are planned: those without conditions in variables at once, the others for each set of values when it first comes. */
export type PlanOperation = (
  document: DocumentNode,
  operationName: string | undefined,
) => Pick<PreparedOperation, 'queryPlan' | 'planned'>;

/** Plans that are kept beside those of `mostIncluding`, of all operations together; and the characters of all these plans. */
const maxPlans = 2000;
const maxPlansSize = 20 * 1024 * 1024;

/** Plans and compiles the operations of a supergraph. What it returns throws what Apollo's planner throws. */
export function createOperationPlans({ supergraph, schema, planner }: OperationPlansOptions): PlanOperation {
  const apiSchema = supergraph.apiSchema();
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  const rootTypeNames = rootTypesOf(schema);
  const plannerNames = plannerFieldNames(supergraph);
  const plans = new LRUCache<string, PlannedOperation>({
    max: maxPlans,
    maxSize: maxPlansSize,
    sizeCalculation: ({ queryPlan }) => JSON.stringify(queryPlan).length,
  });
  let operations = 0;

  function plan(clientDocument: DocumentNode, operationName: string | undefined, truths: Truths): PlannedOperation {
    const { document, clientNames, clientVariables } = planDocument(clientDocument, truths, plannerNames);
    const operation = getOperationAST(document, operationName)!;
    const queryPlan: QueryPlan = asksOnlyMeta(operation)
      ? { kind: 'QueryPlan' }
      : planner.buildQueryPlan(
          operationFromDocument(apiSchema, document, operationName === undefined ? {} : { operationName }),
        );
    return {
      queryPlan,
      program: compileProgram({
        queryPlan,
        document,
        clientNames,
        clientVariables,
        operation,
        schema,
        supergraphSchema,
        rootTypeNames,
      }),
      introspect: createIntrospection({ schema, document, operation, clientVariables }),
    };
  }

  return (clientDocument, operationName) => {
    const operation = getOperationAST(clientDocument, operationName)!;
    // The document's other operations were not measured.
    const document = withOnly(clientDocument, operation);
    const { names, mostIncluding } = conditionVariables(document, operation);
    const first = plan(document, operationName, mostIncluding);
    if (names.length === 0) return { queryPlan: first.queryPlan, planned: () => first };
    const number = ++operations;
    const keyOf = (truths: Truths) => names.map(name => (truths.get(name) === true ? '1' : '0')).join('');
    const firstKey = keyOf(mostIncluding);
    return {
      queryPlan: first.queryPlan,
      planned(variables) {
        const truths = readTruths(names, operation, variables);
        const key = keyOf(truths);
        if (key === firstKey) return first;
        const plansKey = `${number} ${key}`;
        let planned = plans.get(plansKey);
        if (planned === undefined) {
          planned = plan(document, operationName, truths);
          plans.set(plansKey, planned);
        }
        return planned;
      },
    };
  };
}

function withOnly(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const definitions = document.definitions.filter(
    definition => definition.kind !== Kind.OPERATION_DEFINITION || definition === operation,
  );
  return { ...document, definitions };
}

/** `__typename`, and what is asked about the schema, needs no subgraph. */
function asksOnlyMeta({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every(
    selection => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
  );
}
