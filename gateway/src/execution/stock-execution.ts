import { buildOperationContext, executeQueryPlan, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import type { Supergraph } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { getVariableValues, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { createDeadline } from '../deadlines/index.ts';
import { formatGraphError } from './format-graph-error.ts';
import type { GraphExecution, Variables } from './graph-execution.ts';
import { toLatin1Json, type GraphResult } from './graph-result.ts';
import type { PreparedOperation } from './prepared-operation.ts';

type PlanRequestContext = Parameters<typeof executeQueryPlan>[2];

/** The name under which an event stands in for the subgraph it came from. */
const eventSource = '$event';

/** Executes plans with Apollo's executor. */
export function createStockExecution({
  supergraph,
  schema,
  subgraphs,
  dataSources,
  eventTimeoutMs,
}: {
  supergraph: Supergraph;
  schema: GraphQLSchema;
  subgraphs: readonly ExecutableSubgraph[];
  dataSources: ReadonlyMap<string, GraphQLDataSource>;
  eventTimeoutMs: number;
}): Pick<GraphExecution, 'execute' | 'subscribe'> {
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  const apiSchema = supergraph.apiSchema();
  const services: ServiceMap = Object.fromEntries(dataSources);

  async function run(
    operation: PreparedOperation,
    queryPlan: QueryPlan,
    variables: Variables,
    context: RequestContext,
    event?: FormattedExecutionResult,
  ): Promise<GraphResult> {
    const { data, errors } = await executeQueryPlan(
      queryPlan,
      event === undefined ? services : { ...services, [eventSource]: { process: async () => event } },
      {
        request: { variables },
        context: { ...context },
        metrics: {},
        logger: context.log,
      } as unknown as PlanRequestContext,
      buildOperationContext({
        schema,
        operationDocument: operation.document,
        ...(operation.name !== undefined && { operationName: operation.name }),
      }),
      supergraphSchema,
      apiSchema,
    );
    const text = toLatin1Json(data ?? null);
    if (errors === undefined || errors.length === 0) return { data: text };
    return { data: text, errors: errors.map(error => formatGraphError(error, context)) };
  }

  function checkVariables({ operation }: PreparedOperation, variables: Variables): void {
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 10 });
    if (errors === undefined) return;
    throw new RequestRejectedError(errors.map(({ message }) => ({ message, extensions: { code: 'BAD_USER_INPUT' } })));
  }

  return {
    async execute(operation, variables, context) {
      try {
        checkVariables(operation, variables);
        return await run(operation, operation.queryPlan, variables, context);
      } catch (error) {
        const errors = error instanceof RequestRejectedError ? error.errors : [formatGraphError(error, context)];
        return { data: undefined, errors };
      }
    },
    async *subscribe(operation, variables, context) {
      checkVariables(operation, variables);
      const { node } = operation.queryPlan;
      if (node?.kind !== 'Subscription') throw new Error('The planner made no subscription plan.');
      const { primary, rest } = node;
      const first: FetchNode = { ...primary, serviceName: eventSource };
      const planNode: PlanNode = rest === undefined ? first : { kind: 'Sequence', nodes: [first, rest] };
      const subgraph = subgraphs.find(({ name }) => name === primary.serviceName);
      if (subgraph === undefined) throw new DownstreamServiceError(primary.serviceName);
      const events = subgraph.subscribe(
        {
          query: primary.operation,
          variables: Object.fromEntries(
            (primary.variableUsages ?? []).flatMap(name =>
              Object.hasOwn(variables, name) ? [[name, variables[name]]] : [],
            ),
          ),
          operationName: primary.operationName ?? null,
        },
        context,
      );
      for await (const event of events) {
        // Without `data` the subgraph did not start, or gave up.
        if (event.data === undefined) throw new RequestRejectedError(event.errors ?? []);
        const deadline = rest === undefined ? undefined : createDeadline(context.signal, eventTimeoutMs);
        try {
          const signal = deadline?.signal ?? context.signal;
          yield await run(operation, { kind: 'QueryPlan', node: planNode }, variables, { ...context, signal }, event);
        } finally {
          deadline?.clear();
        }
      }
    },
  };
}
