export { StreamInterruptedError } from './stream-interrupted.error.ts';
export { readStream } from './read-stream.ts';
export type { OpenStream, StreamingSubgraph, StreamListener, SubgraphStream } from './subgraph-stream.ts';
export { createSubscriptions, type Subscriptions, type SubscriptionSettings } from './subscriptions.ts';
export { showSubscriptions } from './subscription-metrics.ts';
export type { SubscriptionStatistics } from './subscription-statistics.ts';
