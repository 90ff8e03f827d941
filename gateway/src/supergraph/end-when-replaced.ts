import type { GraphExecution } from '../execution/index.ts';

/** The same execution, whose subscriptions end with the reason of `replaced` when that aborts. */
export function endWhenReplaced(execution: GraphExecution, replaced: AbortSignal): GraphExecution {
  return {
    ...execution,
    async *subscribe(operation, variables, context) {
      const signal = AbortSignal.any([context.signal, replaced]);
      try {
        yield* execution.subscribe(operation, variables, { ...context, signal });
      } catch (error) {
        // What breaks because it was told to end is no news.
        if (!replaced.aborted) throw error;
      }
      if (replaced.aborted) throw replaced.reason as Error;
    },
  };
}
