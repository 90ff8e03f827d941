import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { AppError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import { mapIterator } from '@polyphony/platform/iterators';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import { endSpan, isTracing, readTraceParent, startTrace, traceParentHeader } from '@polyphony/platform/tracing';
import { createDeadline } from '../deadlines/index.ts';
import type { GraphExecution, GraphResult, GraphResults, PreparedOperation, Variables } from '../execution/index.ts';
import type { OperationObserver } from '../observation/index.ts';
import type { Graph } from '../supergraph/graph.ts';
import type { ClientRequest } from './client-request.ts';
import type { OperationDocuments } from './operation-documents.ts';

/** How results travel, for metrics. */
export type Transport = 'websocket' | 'sse' | 'multipart';

/** An operation that can run, on the graph that was current when it was asked for. */
export interface ReadyOperation {
  readonly execution: GraphExecution;
  readonly operation: PreparedOperation;
  readonly variables: Variables;
}

/**
 * The results of any operation, pulled one by one: one for a query or a mutation, many for a subscription. Throws
 * RequestRejectedError, its errors ready for the client, at once or later, when the operation cannot run or breaks off.
 */
export type RunOperation = (request: ClientRequest, context: RequestContext, transport: Transport) => GraphResults;

/** Runs operations for every transport: what all of them count, limit and time is here. */
export interface OperationRunner {
  /** @throws RequestRejectedError when the operation cannot run. */
  prepare(request: ClientRequest, context: RequestContext): ReadyOperation;
  /** Executes a query or a mutation until the context's signal aborts, which is the caller's deadline too. Never rejects. */
  execute(ready: ReadyOperation, context: RequestContext): Promise<GraphResult>;
  /** Executes a subscription. Throws RequestRejectedError when it breaks off. */
  subscribe(ready: ReadyOperation, context: RequestContext, transport: Transport): GraphResults;
  /** All of it, whatever the operation turns out to be. */
  readonly run: RunOperation;
}

export interface OperationRunnerOptions {
  graph: Pick<Graph, 'current'>;
  documents: OperationDocuments;
  observer: OperationObserver;
  requestTimeoutMs: number;
}

export function createOperationRunner({
  graph,
  documents,
  observer,
  requestTimeoutMs,
}: OperationRunnerOptions): OperationRunner {
  function prepare(request: ClientRequest, context: RequestContext): ReadyOperation {
    const started = performance.now();
    const execution = graph.current;
    const span = observer.step('prepare', context);
    try {
      const query = documents.textOf(request);
      const operation = execution.prepare({ query, operationName: request.operationName });
      documents.remember(request, query);
      observer.started(operation, context);
      endSpan(span);
      return { execution, operation, variables: request.variables ?? {} };
    } catch (error) {
      const code = codeOf(error);
      endSpan(span, code);
      observer.refused({ context, code, durationMs: performance.now() - started });
      throw error;
    }
  }

  async function execute(
    { execution, operation, variables }: ReadyOperation,
    context: RequestContext,
    transport: 'http' | Transport = 'http',
  ): Promise<GraphResult> {
    const started = performance.now();
    const result = await execution.execute(operation, variables, context);
    const errors = result.errors?.length ?? 0;
    const code = errors === 0 ? 'OK' : String(result.errors?.[0]?.extensions?.['code'] ?? 'unknown');
    const durationMs = performance.now() - started;
    observer.finished({ operation, context, transport, code, errors, durationMs });
    return result;
  }

  function subscribe(
    { execution, operation, variables }: ReadyOperation,
    context: RequestContext,
    transport: Transport,
  ): GraphResults {
    const started = performance.now();
    let events = 0;
    observer.subscriptionStarted(operation, transport);
    return mapIterator(() => execution.subscribe(operation, variables, context), {
      map(result) {
        observer.eventSent(transport);
        events += 1;
        return result;
      },
      explain: error => toRejection(error, context),
      ended(error) {
        const durationMs = performance.now() - started;
        const code = error === undefined ? 'OK' : codeOf(error);
        observer.subscriptionEnded(operation, transport);
        observer.finished({ operation, context, transport, code, errors: code === 'OK' ? 0 : 1, durationMs, events });
      },
    });
  }

  async function executeWithin(
    ready: ReadyOperation,
    context: RequestContext,
    transport: Transport,
  ): Promise<GraphResult> {
    const deadline = createDeadline(context.signal, requestTimeoutMs);
    try {
      const result = await execute(ready, { ...context, signal: deadline.signal }, transport);
      if (result.data === undefined) throw new RequestRejectedError(result.errors ?? []);
      return result;
    } finally {
      deadline.clear();
    }
  }

  function runTraced(...[request, context, transport]: Parameters<RunOperation>): GraphResults {
    const caller = readTraceParent(request.extensions?.[traceParentHeader]);
    const attributes = { 'polyphony.request.id': context.requestId };
    const span = startTrace(transport, caller, { kind: 'server', attributes });
    const own = span === undefined ? context : { ...context, span };
    return mapIterator(() => runUntraced(request, own, transport), {
      map: result => result,
      ended: () => endSpan(span),
    });
  }

  function runUntraced(...[request, context, transport]: Parameters<RunOperation>): GraphResults {
    let ready: ReadyOperation;
    try {
      ready = prepare(request, context);
    } catch (error) {
      throw toRejection(error, context);
    }
    return ready.operation.type === OperationTypeNode.SUBSCRIPTION
      ? subscribe(ready, context, transport)
      : runOnce(ready, context, transport);
  }

  async function* runOnce(ready: ReadyOperation, context: RequestContext, transport: Transport) {
    yield await executeWithin(ready, context, transport);
  }

  return {
    prepare,
    execute,
    subscribe,
    // Over HTTP the request has a span already; over a socket every operation is a request.
    run: (request, context, transport) =>
      context.span === undefined && isTracing()
        ? runTraced(request, context, transport)
        : runUntraced(request, context, transport),
  };
}

function toRejection(error: unknown, context: RequestContext): RequestRejectedError {
  return error instanceof RequestRejectedError ? error : new RequestRejectedError([formatError(error, context)]);
}

function codeOf(error: unknown): string {
  if (error instanceof RequestRejectedError) return String(error.errors[0]?.extensions?.['code'] ?? 'unknown');
  return error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR';
}
