import { buildOperationContext } from '@apollo/gateway';
import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type FetchNode, type QueryPlan } from '@apollo/query-planner';
import {
  getOperationAST,
  Kind,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { rejection } from './document-reader.ts';
import type { GraphRequest } from './graph-request.ts';
import { findExcess } from './operation-size.ts';

/** The name under which an event stands in for the subgraph it came from. */
export const eventSource = '$event';

export interface SubscriptionPlan {
  /** What to subscribe to, and where. */
  readonly primary: FetchNode;
  /** Turns one event into one response: the event as the result of `primary`, then what is left to fetch. */
  readonly eventPlan: QueryPlan;
  /** Whether other subgraphs are asked for every event. */
  readonly joins: boolean;
  readonly operationContext: ReturnType<typeof buildOperationContext>;
}

/** Validates and plans subscriptions, remembering the latest. @throws RequestRejectedError for those that cannot run. */
export function createSubscriptionPlanner(supergraph: Supergraph, schema: GraphQLSchema) {
  const planner = new QueryPlanner(supergraph);
  const apiSchema = supergraph.apiSchema();
  const plans = new LRUCache<string, SubscriptionPlan>({
    max: 500,
    maxSize: 20 * 1024 * 1024,
    sizeCalculation: ({ eventPlan }, key) => key.length + JSON.stringify(eventPlan).length,
  });

  return (document: DocumentNode, { query, operationName }: GraphRequest): SubscriptionPlan => {
    const key = `${operationName ?? ''}\n${query}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = makePlan(document, operationName ?? undefined);
      plans.set(key, plan);
    }
    return plan;
  };

  function makePlan(document: DocumentNode, operationName: string | undefined): SubscriptionPlan {
    refuseConditionalRoots(document);
    try {
      const errors = validate(schema, document);
      if (errors.length > 0) {
        throw new RequestRejectedError(
          errors.map(({ message, locations }) => ({
            message,
            ...(locations !== undefined && { locations }),
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          })),
        );
      }
      const definition = getOperationAST(document, operationName);
      const excess = definition ? findExcess(document, definition) : null;
      if (excess !== null) throw rejection(excess, 'BAD_USER_INPUT');
      const operation = operationFromDocument(
        apiSchema,
        document,
        operationName === undefined ? {} : { operationName },
      );
      const { node } = planner.buildQueryPlan(operation);
      if (node?.kind !== 'Subscription') throw new Error('The planner made no subscription plan.');
      const { primary, rest } = node;
      const event: FetchNode = { ...primary, serviceName: eventSource };
      return {
        primary,
        eventPlan: { kind: 'QueryPlan', node: rest === undefined ? event : { kind: 'Sequence', nodes: [event, rest] } },
        joins: rest !== undefined,
        operationContext: buildOperationContext({
          schema,
          operationDocument: document,
          ...(operationName !== undefined && { operationName }),
        }),
      };
    } catch (error) {
      if (error instanceof RequestRejectedError) throw error;
      // graphql-js and the planner both throw on documents they do not foresee; only this operation may feel it.
      throw rejection(`The subscription cannot be planned: ${(error as Error).message}`, 'BAD_USER_INPUT');
    }
  }
}

/** `@skip` and `@include` on the root field could leave nothing to subscribe to; neither the validator nor the planner copes. */
function refuseConditionalRoots(document: DocumentNode): void {
  const fragments = new Map(
    document.definitions.flatMap(definition =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const seen = new Set<string>();
  const check = ({ selections }: OperationDefinitionNode['selectionSet']): boolean =>
    selections.some(selection => {
      if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) return true;
      if (selection.kind === Kind.INLINE_FRAGMENT) return check(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) return false;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      return fragment !== undefined && check(fragment.selectionSet);
    });
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && check(definition.selectionSet)) {
      throw rejection(
        '@skip and @include cannot be used on the root field of a subscription.',
        'GRAPHQL_VALIDATION_FAILED',
      );
    }
  }
}
