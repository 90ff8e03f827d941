/** How the gateway treats subgraphs that it reaches over HTTP; every subgraph is counted for itself. */
export interface RemoteSubgraphSettings {
  /** How long a fetch may take, its waiting and its retries included. */
  timeoutMs: number;
  /** The same for single subgraphs, by name. */
  timeoutsMs: Readonly<Record<string, number>>;
  /** Whether the same query, asked for the same viewer while it is on its way, is fetched once. */
  deduplication: boolean;
  /** How often a query is tried again after a failure that may pass. */
  retries: number;
  /** Most retries in percent of fetches, so that a subgraph in trouble is not given more to do. */
  retryBudgetPercent: number;
  /** Fetches at a time, and connections; further ones wait. */
  concurrency: number;
  /** Fetches that may wait; further ones fail at once. */
  maxWaiting: number;
  /** A subgraph that fails in more than this share of its fetches, in percent, is left alone for a while; 0 turns this off. */
  circuitPercent: number;
}

export const defaultRemoteSubgraphSettings: RemoteSubgraphSettings = {
  timeoutMs: 20_000,
  timeoutsMs: {},
  deduplication: true,
  retries: 2,
  retryBudgetPercent: 10,
  concurrency: 100,
  maxWaiting: 1000,
  circuitPercent: 50,
};
