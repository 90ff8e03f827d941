import { mapIterator } from '@polyphony/platform/iterators';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { GraphExecution, PreparedOperation } from '../execution/index.ts';
import { identifyFailure, identifyOperation, type OperationIdentity } from './operation-identity.ts';
import type { UsedOperation } from './usage-tally.ts';

/** The same execution, which tells `used` of every operation that ended. A subscription counts once, when it has begun. */
export function observeExecution(execution: GraphExecution, used: (operation: UsedOperation) => void): GraphExecution {
  const identities = new WeakMap<PreparedOperation, OperationIdentity>();

  function executed(
    operation: PreparedOperation,
    context: RequestContext,
    started: number,
    errors: readonly GraphQLFormattedError[] | undefined,
  ): void {
    const durationMs = performance.now() - started;
    let identity = identities.get(operation);
    if (identity === undefined) {
      identity = identifyOperation(operation, execution.schema);
      identities.set(operation, identity);
    }
    used({ identity, durationMs, errors, application: context.application, wasExecuted: true });
  }

  return {
    ...execution,
    prepare(request) {
      try {
        return execution.prepare(request);
      } catch (error) {
        if (error instanceof RequestRejectedError) {
          const identity = identifyFailure(error.errors[0]?.extensions?.['code']);
          if (identity !== undefined) {
            used({ identity, durationMs: 0, errors: error.errors, application: undefined, wasExecuted: false });
          }
        }
        throw error;
      }
    },
    async execute(operation, variables, context) {
      const started = performance.now();
      const result = await execution.execute(operation, variables, context);
      executed(operation, context, started, result.errors);
      return result;
    },
    subscribe(operation, variables, context) {
      const started = performance.now();
      let hasBegun = false;
      const begin = (errors?: readonly GraphQLFormattedError[]) => {
        if (!hasBegun) executed(operation, context, started, errors);
        hasBegun = true;
      };
      return mapIterator(() => execution.subscribe(operation, variables, context), {
        map(result) {
          begin(result.errors);
          return result;
        },
        ended(error) {
          if (error === undefined) begin();
          else
            begin(error instanceof RequestRejectedError ? error.errors : [{ message: 'The subscription broke off.' }]);
        },
      });
    },
  };
}
