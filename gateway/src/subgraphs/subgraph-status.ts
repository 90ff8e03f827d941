import type { CircuitStateName } from './circuit.ts';

/** What became of the fetches of one remote subgraph since the start. */
export interface FetchCounts {
  /** Asked for by the engine. */
  asked: number;
  /** Of these, answered by a fetch that was on its way already. */
  shared: number;
  /** Sent again after a failure. */
  retries: number;
  /** Not sent again since the budget of retries was used up. */
  retriesRefused: number;
  /** Not sent since the circuit was open. */
  refusedByCircuit: number;
  /** Not sent since too many were waiting. */
  refusedByBulkhead: number;
}

/** How a remote subgraph is doing, as seen from here. */
export interface SubgraphStatus {
  readonly circuit: CircuitStateName;
  /** Fetches under way now, and those that wait for their turn. */
  readonly running: number;
  readonly waiting: number;
  readonly counts: Readonly<FetchCounts>;
}

export const createFetchCounts = (): FetchCounts => ({
  asked: 0,
  shared: 0,
  retries: 0,
  retriesRefused: 0,
  refusedByCircuit: 0,
  refusedByBulkhead: 0,
});
