import { buildOperationContext, executeQueryPlan, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { getOperationAST, getVariableValues, GraphQLError, parse, print, type DocumentNode } from 'graphql';
import { createRequestContext, type RequestContext } from '@polyphony/platform/context';
import { formatError } from '@polyphony/platform/graphql';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { formatGraphError } from './format-graph-error.ts';
import { createMadeUpSubgraphs, type Runs } from '../subgraphs/made-up-subgraph.ts';
import type { Run } from '../subgraphs/run.ts';
import type { World } from '../world/world.ts';
import type { ComparedOperation } from './compared-operation.ts';
import type { StockOutcome } from './outcome.ts';
import { pathWithClientNames, withClientNames, withSafeNames } from './safe-names.ts';
import { nothingLeft, withoutConditions } from './without-conditions.ts';

type PlanRequestContext = Parameters<typeof executeQueryPlan>[2];
type StockResult = Awaited<ReturnType<typeof executeQueryPlan>>;

/** Runs operations with Apollo's planner and executor, by themselves; without conditions and with safe names unless told otherwise. */
export interface StockRunner {
  /** @throws GraphQLError when the planner cannot plan it. */
  plan(operation: ComparedOperation): QueryPlan;
  run(operation: ComparedOperation, queryPlan: QueryPlan, run: Run): Promise<StockOutcome>;
  /** Whether some object remains of which `@skip` and `@include` leave nothing: what stock is asked of it instead can fail. */
  asksInstead(operation: ComparedOperation): boolean;
}

export interface StockRunnerOptions {
  /** Gives stock the operation as the client sent it, whatever comes of it. */
  asGiven?: boolean;
}

export function createStockRunner(world: World, { asGiven = false }: StockRunnerOptions = {}): StockRunner {
  const runs: Runs = new Map();
  const planner = new QueryPlanner(world.supergraph);
  const apiSchema = world.supergraph.apiSchema();
  const supergraphSchema = world.supergraph.schema.toGraphQLJSSchema();
  const services: ServiceMap = Object.fromEntries(
    createMadeUpSubgraphs({ world, runs, answers: 'values' }).map(subgraph => [subgraph.name, toDataSource(subgraph)]),
  );
  let latest: { operation: ComparedOperation; document: DocumentNode | undefined } | undefined;
  /** What stock is asked; undefined when that is nothing. */
  const documentOf = (operation: ComparedOperation): DocumentNode | undefined => {
    if (latest?.operation !== operation) {
      const { query, variables, operationName } = operation;
      const given = parse(query, { noLocation: true });
      const left = asGiven ? given : withoutConditions(given, world.apiSchema, variables, operationName);
      latest = { operation, document: left === undefined || asGiven ? left : withSafeNames(left) };
    }
    return latest.document;
  };

  async function execute(
    operation: ComparedOperation,
    queryPlan: QueryPlan,
    run: Run,
    context: RequestContext,
  ): Promise<StockResult> {
    const { operationName, variables } = operation;
    const operationDocument = documentOf(operation);
    if (operationDocument === undefined) return { data: {} };
    runs.set(context.requestId, run);
    try {
      return await executeQueryPlan(
        queryPlan,
        services,
        { request: { variables }, context, metrics: {}, logger: context.log } as unknown as PlanRequestContext,
        buildOperationContext({
          schema: world.apiSchema,
          operationDocument,
          ...(operationName !== null && { operationName }),
        }),
        supergraphSchema,
        apiSchema,
      );
    } finally {
      runs.delete(context.requestId);
    }
  }

  return {
    plan(operation) {
      const { operationName } = operation;
      const document = documentOf(operation);
      if (document === undefined) return { kind: 'QueryPlan' };
      return planner.buildQueryPlan(
        operationFromDocument(apiSchema, document, operationName === null ? {} : { operationName }),
      );
    },

    asksInstead(operation) {
      const document = documentOf(operation);
      return document !== undefined && print(document).includes(nothingLeft);
    },

    async run(operation, queryPlan, run) {
      const definition = getOperationAST(parse(operation.query), operation.operationName);
      const coerced = getVariableValues(world.apiSchema, definition?.variableDefinitions ?? [], operation.variables, {
        maxErrors: 10,
      });
      if (coerced.errors !== undefined) {
        const errors = coerced.errors.map(({ message }) => ({ message, extensions: { code: 'BAD_USER_INPUT' } }));
        return { data: undefined, errors, fetches: run.fetches, hiddenPaths: [] };
      }
      const context = createRequestContext();
      let result: StockResult;
      try {
        result = await execute(operation, queryPlan, run, context);
      } catch (error) {
        return { data: undefined, errors: [formatGraphError(error, context)], fetches: run.fetches, hiddenPaths: [] };
      }
      const errors = (result.errors ?? []).map(error => {
        const { path, ...formatted } = formatGraphError(error, context);
        return path === undefined ? formatted : { ...formatted, path: pathWithClientNames(path) };
      });
      let completion = result;
      if (errors.length > 0) {
        // With errors it says nothing of what else was wrong, so it is asked a second time without them.
        const silent: Run = { ...run, withoutErrors: true, fetches: [], mutations: 0, malformed: 0 };
        completion = await execute(operation, queryPlan, silent, createRequestContext());
      }
      const hidden = (completion.extensions?.['valueCompletion'] ?? []) as readonly GraphQLError[];
      return {
        data: (asGiven ? (result.data ?? null) : withClientNames(result.data ?? null)) as StockOutcome['data'],
        errors,
        fetches: run.fetches,
        hiddenPaths: hidden.map(({ path }) => pathWithClientNames(path ?? [])),
      };
    },
  };
}

function toDataSource(subgraph: ExecutableSubgraph): GraphQLDataSource {
  return {
    async process({ request, context: requestContext }) {
      const context = requestContext as unknown as RequestContext;
      try {
        return await subgraph.execute(
          {
            query: request.query ?? '',
            variables: request.variables ?? {},
            operationName: request.operationName ?? null,
          },
          context,
        );
      } catch (error) {
        return { data: null, errors: [formatError(error, context)] };
      }
    },
  };
}
