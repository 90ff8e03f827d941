import type { GraphExecution, GraphRequest, PreparedOperation } from '../execution/index.ts';

/** An operation as text: enough to prepare it again. */
export type OperationText = Pick<GraphRequest, 'query' | 'operationName'>;

/** Which operations clients use most. */
export interface OperationPopularity {
  /** The same execution, whose operations are counted. */
  counted(execution: GraphExecution): GraphExecution;
  /** The most used first. */
  mostUsed(count: number): OperationText[];
}

interface Use extends OperationText {
  count: number;
  isForgotten: boolean;
}

/** Longer texts, in characters, are not remembered. */
const longestText = 10_000;

/** After so long, what was counted counts for half. */
const halfLifeMs = 60 * 60 * 1000;

/** Remembers so many texts; when there are more, the half used least is forgotten. */
export function createOperationPopularity(maxKnown = 1000): OperationPopularity {
  let uses = new Map<string, Use>();
  let fadedAt = performance.now();
  const keyOf = ({ query, operationName }: OperationText) => `${operationName ?? ''}\n${query}`;

  function forgetHalf(): void {
    const sorted = [...uses].toSorted(([, one], [, other]) => other.count - one.count);
    const kept = sorted.slice(0, maxKnown / 2);
    for (const [, use] of sorted.slice(kept.length)) use.isForgotten = true;
    uses = new Map(kept);
  }

  function fade(): void {
    const halves = Math.floor((performance.now() - fadedAt) / halfLifeMs);
    if (halves === 0) return;
    fadedAt += halves * halfLifeMs;
    for (const use of uses.values()) use.count /= 2 ** halves;
  }

  function useOf(request: OperationText): Use {
    const key = keyOf(request);
    let use = uses.get(key);
    if (use === undefined) {
      fade();
      if (uses.size >= maxKnown) forgetHalf();
      use = { query: request.query, operationName: request.operationName, count: 0, isForgotten: false };
      uses.set(key, use);
    }
    return use;
  }

  return {
    counted(execution) {
      const useByOperation = new WeakMap<PreparedOperation, Use>();
      const count = (operation: PreparedOperation) => {
        const use = useByOperation.get(operation);
        if (use !== undefined) use.count += 1;
      };
      return {
        ...execution,
        prepare(request) {
          const operation = execution.prepare(request);
          const use = useByOperation.get(operation);
          if ((use === undefined || use.isForgotten) && request.query.length <= longestText) {
            useByOperation.set(operation, useOf(request));
          }
          return operation;
        },
        execute(operation, variables, context) {
          count(operation);
          return execution.execute(operation, variables, context);
        },
        subscribe(operation, variables, context) {
          count(operation);
          return execution.subscribe(operation, variables, context);
        },
      };
    },
    mostUsed: count =>
      [...uses.values()]
        .filter(use => use.count > 0)
        .toSorted((one, other) => other.count - one.count)
        .slice(0, count)
        .map(({ query, operationName }) => ({ query, operationName })),
  };
}
