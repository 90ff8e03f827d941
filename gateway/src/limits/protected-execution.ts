import type { GraphQLFormattedError } from 'graphql';
import { mapIterator } from '@polyphony/platform/iterators';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { GraphExecution, PreparedOperation, Variables } from '../execution/index.ts';
import { withoutHints } from './introspection.ts';

export interface ExecutionProtection {
  /** The most that one operation may cost, in points; 0 for no maximum. */
  maxCost: number;
  /** Whether clients may read the schema; otherwise errors do not tell names of it either. */
  introspection: boolean;
}

/**
 * The same execution for strangers: it runs nothing that costs too much, and proposes no names of a schema that is not shown.
 * Whichever way operations come in, they pass here.
 */
export function protectExecution(
  execution: GraphExecution,
  { maxCost, introspection }: ExecutionProtection,
): GraphExecution {
  const protect = (errors: readonly GraphQLFormattedError[]) => (introspection ? errors : withoutHints(errors));
  return {
    ...execution,
    prepare(request) {
      if (introspection) return execution.prepare(request);
      try {
        return execution.prepare(request);
      } catch (error) {
        throw error instanceof RequestRejectedError ? new RequestRejectedError(withoutHints(error.errors)) : error;
      }
    },
    execute(operation, variables, context) {
      const excess = findExcessCost(operation, variables, maxCost);
      if (excess !== null) return Promise.resolve({ data: undefined, errors: [excess] });
      const result = execution.execute(operation, variables, context);
      if (introspection) return result;
      return result.then(({ data, errors }) =>
        errors === undefined ? { data } : { data, errors: data === undefined ? protect(errors) : errors },
      );
    },
    subscribe(operation, variables, context) {
      const excess = findExcessCost(operation, variables, maxCost);
      if (excess !== null) throw new RequestRejectedError([excess]);
      return mapIterator(() => execution.subscribe(operation, variables, context), {
        map: result => result,
        explain: error =>
          error instanceof RequestRejectedError ? new RequestRejectedError(protect(error.errors)) : error,
      });
    },
  };
}

/** Why an operation costs too much with these variables, or null. The code is that of Apollo Router. */
function findExcessCost(operation: PreparedOperation, variables: Variables, max: number): GraphQLFormattedError | null {
  if (max === 0) return null;
  const estimated = operation.cost(variables);
  if (estimated <= max) return null;
  return {
    message: `The operation is estimated to cost ${estimated} points, above the maximum of ${max}. Ask for shorter lists.`,
    extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated, max } },
  };
}
