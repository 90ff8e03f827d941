import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import { mapIterator } from '@polyphony/platform/iterators';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { createDeadline } from '../deadlines/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';
import type { GraphExecution } from './graph-execution.ts';
import { fromLatin1 } from '@polyphony/platform/text';
import type { GraphResult } from './graph-result.ts';
import { findVariableErrors } from './runtime/check-variables.ts';
import { formatSubgraphError, maxErrors } from './runtime/execution-errors.ts';
import { readVariables } from './runtime/request-variables.ts';
import { inOrder } from './runtime/in-order.ts';
import { runProgram, type ProgramRun } from './runtime/run-program.ts';

export interface ProgramExecutionOptions {
  schema: GraphQLSchema;
  subgraphs: ReadonlyMap<string, ExecutableSubgraph>;
  metrics: GatewayMetrics;
  /** How long the joins of one event may take. */
  eventTimeoutMs: number;
}

type Event = string | FormattedExecutionResult;

/** Events of one subscription whose joins are fetched together. Their order stays. */
const joinsAtATime = 16;

/** Executes prepared operations. */
export function createProgramExecution({
  schema,
  subgraphs,
  metrics,
  eventTimeoutMs,
}: ProgramExecutionOptions): Pick<GraphExecution, 'execute' | 'subscribe'> {
  return {
    execute(operation, variables, context) {
      return new Promise<GraphResult>(resolve => {
        try {
          const errors = findVariableErrors(schema, operation.operation, variables);
          if (errors !== null) return resolve({ data: undefined, errors });
          const { program, introspect } = operation.planned(variables);
          runProgram({ program, variables, context, subgraphs, metrics, introspect: introspect(variables) }, resolve);
        } catch (error) {
          const errors = error instanceof RequestRejectedError ? error.errors : [formatError(error, context)];
          resolve({ data: undefined, errors });
        }
      });
    },

    subscribe(operation, variables, context) {
      const errors = findVariableErrors(schema, operation.operation, variables);
      if (errors !== null) throw new RequestRejectedError(errors);
      const planned = operation.planned(variables);
      const { program } = planned;
      const introspect = planned.introspect(variables);
      const [first] = program.operations;
      const subgraph = subgraphs.get(first?.subgraph ?? '');
      if (first === undefined || subgraph === undefined) throw new DownstreamServiceError(first?.subgraph ?? 'graph');
      const request = {
        query: first.text,
        variables: readVariables(first, { variables, asked: [], contextValues: [] }),
        operationName: first.operationName ?? null,
      };
      const hasJoins = program.operations.length > 1;
      const events = () => subgraph.subscribeText?.(request, context) ?? subgraph.subscribe(request, context);
      const runOf = (event: Event): ProgramRun => {
        refuseEmpty(event, first.subgraph);
        return { program, variables, context, subgraphs, metrics, introspect, event };
      };
      if (!hasJoins) return mapIterator<Event, GraphResult>(events, { map: event => completedAtOnce(runOf(event)) });
      return inOrder<Event, GraphResult>(events(), async event => joined(runOf(event), context), joinsAtATime);
    },
  };

  async function joined(run: ProgramRun, context: RequestContext): Promise<GraphResult> {
    const deadline = createDeadline(context.signal, eventTimeoutMs);
    try {
      // A context of its own: nothing that was asked for before this event came may be seen by it.
      const own = { ...context, signal: deadline.signal, freshAfter: performance.now() };
      return await completed({ ...run, context: own });
    } finally {
      deadline.clear();
    }
  }
}

function completed(run: ProgramRun): Promise<GraphResult> {
  return new Promise(resolve => {
    runProgram(run, resolve);
  });
}

/** For what has nothing to fetch. @throws Error when it has. */
function completedAtOnce(run: ProgramRun): GraphResult {
  let completed: GraphResult | undefined;
  runProgram(run, result => (completed = result));
  if (completed === undefined) throw new Error('A program without joins has fetched something.');
  return completed;
}

/** Without `data` the subgraph did not start, or gave up. @throws RequestRejectedError, or DownstreamServiceError for no result. */
function refuseEmpty(event: Event, subgraph: string): void {
  if (typeof event === 'string' && event.startsWith('{"data":')) return;
  const { data, errors } = typeof event === 'string' ? parseEvent(event, subgraph) : event;
  if (data !== undefined) return;
  if (!Array.isArray(errors) || errors.length === 0) throw new DownstreamServiceError(subgraph);
  throw new RequestRejectedError(errors.slice(0, maxErrors).map(error => formatSubgraphError(error, undefined)));
}

function parseEvent(event: string, subgraph: string): { data?: unknown; errors?: unknown } {
  try {
    const result: unknown = JSON.parse(fromLatin1(event));
    if (typeof result === 'object' && result !== null) return result;
  } catch (error) {
    throw new DownstreamServiceError(subgraph, error);
  }
  throw new DownstreamServiceError(subgraph);
}
