import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { AppError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { createDeadline } from '../deadlines/index.ts';
import {
  readResult,
  type GraphExecution,
  type GraphRequest,
  type PreparedOperation,
  type Variables,
} from '../execution/index.ts';
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
  execution,
  metrics,
  requestTimeoutMs,
}: {
  execution: GraphExecution;
  metrics: GatewayMetrics;
  requestTimeoutMs: number;
}): RunOperation {
  async function* run(request: GraphRequest, context: RequestContext, transport: Transport): ReturnType<RunOperation> {
    const operation = execution.prepare(request);
    const variables = request.variables ?? {};
    if (operation.type !== OperationTypeNode.SUBSCRIPTION)
      return yield await executeOnce(operation, variables, context);
    const started = performance.now();
    let code = 'OK';
    metrics.subscriptionStarted(transport);
    try {
      for await (const result of execution.subscribe(operation, variables, context)) {
        metrics.eventSent(transport);
        yield readResult(result);
      }
    } catch (error) {
      code = codeOf(error);
      throw error;
    } finally {
      metrics.subscriptionEnded(transport);
      metrics.operationFinished({ type: 'subscription', code, durationMs: performance.now() - started });
    }
  }

  async function executeOnce(
    operation: PreparedOperation,
    variables: Variables,
    context: RequestContext,
  ): Promise<FormattedExecutionResult> {
    const started = performance.now();
    const deadline = createDeadline(context.signal, requestTimeoutMs);
    try {
      const result = await execution.execute(operation, variables, { ...context, signal: deadline.signal });
      const code = String(result.errors?.[0]?.extensions?.['code'] ?? 'OK');
      metrics.operationFinished({ type: operation.type, code, durationMs: performance.now() - started });
      if (result.data === undefined) throw new RequestRejectedError(result.errors ?? []);
      return readResult(result);
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
