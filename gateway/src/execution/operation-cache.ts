import type { Supergraph } from '@apollo/federation-internals';
import type { QueryPlanner } from '@apollo/query-planner';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { maxTokens, rejection } from './rejection.ts';
import type { GraphRequest } from './graph-request.ts';
import type { OperationLimits } from './operation-limits.ts';
import { createOperationPlans } from './operation-plans.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { refuseConditionalRoots } from './subscription-roots.ts';

export interface OperationCacheOptions {
  supergraph: Supergraph;
  schema: GraphQLSchema;
  planner: QueryPlanner;
  limits: OperationLimits;
  /** Counts what was found prepared and what was not. */
  counts: { hits: number; misses: number };
}

/** Prepares operations once a text. Those that cannot run are not remembered. @throws RequestRejectedError. */
export function createOperationCache({
  supergraph,
  schema,
  planner,
  limits,
  counts,
}: OperationCacheOptions): (request: Pick<GraphRequest, 'query' | 'operationName'>) => PreparedOperation {
  const planOperation = createOperationPlans({ supergraph, schema, planner });
  const prepared = new LRUCache<string, PreparedOperation>({
    max: 2000,
    maxSize: 50 * 1024 * 1024,
    sizeCalculation: ({ queryPlan }, key) => key.length + JSON.stringify(queryPlan).length,
  });

  return ({ query, operationName }) => {
    const key = operationName ? `${operationName}\n${query}` : query;
    let operation = prepared.get(key);
    if (operation !== undefined) counts.hits += 1;
    else {
      counts.misses += 1;
      operation = prepareOperation(query, operationName ?? undefined);
      prepared.set(key, operation);
    }
    return operation;
  };

  function prepareOperation(query: string, operationName: string | undefined): PreparedOperation {
    const document = parseDocument(query);
    const operation = getOperationAST(document, operationName);
    if (operation === null || operation === undefined) {
      throw rejection('The document has no such operation, or several and none was named.', 'BAD_USER_INPUT');
    }
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) refuseConditionalRoots(document, operation);
    try {
      refuseInvalid(schema, document);
      limits.check(document, operation);
      return {
        type: operation.operation,
        name: operation.name?.value,
        document,
        operation,
        cost: limits.costOf(document, operation, supergraph),
        ...planOperation(document, operationName),
      };
    } catch (error) {
      if (error instanceof RequestRejectedError) throw error;
      // graphql-js and the planner both throw on documents they do not foresee; only this operation may feel it.
      throw rejection(`The operation cannot be planned: ${(error as Error).message}`, 'BAD_USER_INPUT');
    }
  }
}

function parseDocument(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    throw rejection((error as Error).message, 'GRAPHQL_PARSE_FAILED', error);
  }
}

function refuseInvalid(schema: GraphQLSchema, document: DocumentNode): void {
  const errors: readonly GraphQLError[] = validate(schema, document);
  if (errors.length === 0) return;
  throw new RequestRejectedError(
    errors.map(({ message, locations }) => ({
      message,
      ...(locations !== undefined && { locations }),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    })),
  );
}
