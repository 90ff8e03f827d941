import type { ApolloServer } from '@apollo/server';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { AppError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { createDeadline } from '../deadlines/index.ts';
import { createDocumentReader, type GraphExecution, type GraphRequest } from '../execution/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';

/** How results travel, for metrics. */
export type Transport = 'websocket' | 'sse';

/**
 * The results of any operation, pulled one by one: one for a query or a mutation, many for a subscription. Throws
 * RequestRejectedError, its errors ready for the client, when the operation cannot run or breaks off.
 */
export type RunOperation = (
  request: GraphRequest,
  context: RequestContext,
  transport: Transport,
) => AsyncGenerator<FormattedExecutionResult, void, undefined>;

export function createOperationRunner({
  apollo,
  execution,
  metrics,
  requestTimeoutMs,
}: {
  apollo: ApolloServer<RequestContext>;
  execution: GraphExecution;
  metrics: GatewayMetrics;
  requestTimeoutMs: number;
}): RunOperation {
  const readDocument = createDocumentReader();

  async function* run(request: GraphRequest, context: RequestContext, transport: Transport): ReturnType<RunOperation> {
    const { document, operationType } = readDocument(request);
    if (operationType !== OperationTypeNode.SUBSCRIPTION) return yield await executeOnce(request, context);
    const started = performance.now();
    let code = 'OK';
    metrics.subscriptionStarted(transport);
    try {
      for await (const result of execution.subscribe(document, request, context)) {
        metrics.eventSent(transport);
        yield result;
      }
    } catch (error) {
      code = codeOf(error);
      throw error;
    } finally {
      metrics.subscriptionEnded(transport);
      metrics.operationFinished({ type: 'subscription', code, durationMs: performance.now() - started });
    }
  }

  async function executeOnce(request: GraphRequest, context: RequestContext): Promise<FormattedExecutionResult> {
    const deadline = createDeadline(context.signal, requestTimeoutMs);
    try {
      const { body } = await apollo.executeOperation(
        {
          query: request.query,
          variables: request.variables ?? undefined,
          operationName: request.operationName ?? undefined,
          extensions: request.extensions ?? undefined,
        },
        { contextValue: { ...context, signal: deadline.signal } },
      );
      if (body.kind !== 'single') throw new Error('Incremental delivery is not served over streams.');
      const { data, errors } = body.singleResult;
      if (data === undefined) throw new RequestRejectedError(errors ?? []);
      return { data, ...(errors !== undefined && { errors }) };
    } finally {
      deadline.clear();
    }
  }

  return async function* runOperation(request, context, transport) {
    try {
      yield* run(request, context, transport);
    } catch (error) {
      throw error instanceof RequestRejectedError ? error : new RequestRejectedError([formatError(error, context)]);
    }
  };
}

function codeOf(error: unknown): string {
  if (error instanceof RequestRejectedError) return String(error.errors[0]?.extensions?.['code'] ?? 'unknown');
  return error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR';
}
