import { executeQueryPlan, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import type { Supergraph } from '@apollo/federation-internals';
import { getVariableValues, type DocumentNode, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { createDeadline } from '../deadlines/index.ts';
import { formatGraphError } from './format-graph-error.ts';
import type { GraphRequest } from './graph-request.ts';
import { createSubscriptionPlanner, eventSource, type SubscriptionPlan } from './subscription-planner.ts';

type PlanRequestContext = Parameters<typeof executeQueryPlan>[2];

export interface SubscriptionExecutionOptions {
  supergraph: Supergraph;
  schema: GraphQLSchema;
  subgraphs: ReadonlyMap<string, ExecutableSubgraph>;
  dataSources: ReadonlyMap<string, GraphQLDataSource>;
  /** How long the joins of one event may take. */
  eventTimeoutMs: number;
}

export type Subscribe = (
  document: DocumentNode,
  request: GraphRequest,
  context: RequestContext,
) => AsyncGenerator<FormattedExecutionResult, void, undefined>;

/**
 * Executes federated subscriptions: the owning subgraph gives the events, each of which is completed from the other subgraphs and
 * shaped into a response of its own. Pulls one event at a time. Throws RequestRejectedError where there is nothing to read, and
 * what the upstream throws when it breaks.
 */
export function createSubscriptionExecution(options: SubscriptionExecutionOptions): Subscribe {
  const { supergraph, schema, subgraphs } = options;
  const plan = createSubscriptionPlanner(supergraph, schema);
  const executeEvent = createEventExecution(options);

  return async function* subscribe(document, request, context) {
    const planned = plan(document, request);
    const variables = request.variables ?? {};
    checkVariables(schema, planned, variables);
    const { primary } = planned;
    const subgraph = subgraphs.get(primary.serviceName);
    if (subgraph === undefined) throw new DownstreamServiceError(primary.serviceName);
    const used = primary.variableUsages ?? [];
    const events = subgraph.subscribe(
      {
        query: primary.operation,
        variables: Object.fromEntries(
          used.flatMap(name => (Object.hasOwn(variables, name) ? [[name, variables[name]]] : [])),
        ),
        operationName: primary.operationName ?? null,
      },
      context,
    );
    for await (const event of events) {
      // Without `data` the subgraph did not start, or gave up.
      if (event.data === undefined) throw new RequestRejectedError(event.errors ?? []);
      yield await executeEvent(planned, event, variables, context);
    }
  };
}

function checkVariables(schema: GraphQLSchema, plan: SubscriptionPlan, variables: Record<string, unknown>): void {
  const definitions = plan.operationContext.operation.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variables, { maxErrors: 10 });
  if (errors !== undefined) {
    throw new RequestRejectedError(errors.map(({ message }) => ({ message, extensions: { code: 'BAD_USER_INPUT' } })));
  }
}

/** Completes one event through Apollo's plan execution, where a data source hands out the event as the first fetch's result. */
function createEventExecution({ supergraph, dataSources, eventTimeoutMs }: SubscriptionExecutionOptions) {
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  const apiSchema = supergraph.apiSchema();
  const services: ServiceMap = Object.fromEntries(dataSources);

  return async (
    { eventPlan, joins, operationContext }: SubscriptionPlan,
    event: FormattedExecutionResult,
    variables: Record<string, unknown>,
    context: RequestContext,
  ): Promise<FormattedExecutionResult> => {
    const deadline = joins ? createDeadline(context.signal, eventTimeoutMs) : undefined;
    try {
      const { data, errors } = await executeQueryPlan(
        eventPlan,
        { ...services, [eventSource]: { process: async () => event } },
        {
          request: { variables },
          // A context of its own: nothing that was read for an earlier event may be seen by this one.
          context: { ...context, signal: deadline?.signal ?? context.signal },
          metrics: {},
          logger: context.log,
        } as unknown as PlanRequestContext,
        operationContext,
        supergraphSchema,
        apiSchema,
      );
      if (errors === undefined || errors.length === 0) return { data: data ?? null };
      return { data: data ?? null, errors: errors.map(error => formatGraphError(error, context)) };
    } finally {
      deadline?.clear();
    }
  };
}
