import type { AppError } from '@polyphony/platform/errors';
import type { GraphExecution } from '../execution/index.ts';

/**
 * Hears, in the turn in which `current` changed, what is to end the subscriptions that still run on the previous execution, which
 * is told as it was built.
 */
export type GraphReplacedListener = (reason: AppError, previous: GraphExecution) => void;

/**
 * The graph that runs, whose supergraph may be replaced at any time. Read `current` once an operation, when it begins, and keep it:
 * an operation ends on the execution it began with, and a prepared operation belongs to the execution that prepared it.
 */
export interface Graph {
  readonly current: GraphExecution;
  /** Queries and mutations finish on the execution they began with; its subscriptions end. Answers how to hear no more. */
  onReplaced(listener: GraphReplacedListener): () => void;
}

/** A graph that is never replaced. */
export function fixedGraph(execution: GraphExecution): Graph {
  return { current: execution, onReplaced: () => () => undefined };
}
