/** What the subscriptions of this process are doing now, and what has happened to them since it started. For metrics: read it. */
export interface SubscriptionStatistics {
  /** Subscriptions of clients that are running. */
  open: number;
  /** Streams of subgraphs that feed them: fewer where identical ones share. */
  upstreams: number;
  /** Events that came and were not read yet, in all queues. */
  waiting: number;
  /** Subscriptions that joined a running stream, ever. */
  shared: number;
  /** Streams that went on after their subgraph was gone, ever. */
  resumed: number;
  /** Events that a newer one replaced before they were read, ever. */
  dropped: number;
  /** Subscriptions that ended because their events came faster than they were read, ever. */
  overflowed: number;
  /** Subscriptions that were refused because there were too many, ever. */
  refused: number;
}

export function createSubscriptionStatistics(): SubscriptionStatistics {
  return { open: 0, upstreams: 0, waiting: 0, shared: 0, resumed: 0, dropped: 0, overflowed: 0, refused: 0 };
}
