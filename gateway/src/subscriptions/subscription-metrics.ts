import type { GatewayMetrics } from '../metrics/index.ts';
import type { SubscriptionStatistics } from './subscription-statistics.ts';

const shown: [name: string, type: 'gauge' | 'counter', help: string, key: keyof SubscriptionStatistics][] = [
  ['polyphony_subscriptions_open', 'gauge', 'Subscriptions running now.', 'open'],
  [
    'polyphony_subscription_upstreams',
    'gauge',
    'Streams of subgraphs that feed the running subscriptions.',
    'upstreams',
  ],
  ['polyphony_subscription_events_waiting', 'gauge', 'Events that came and were not read yet.', 'waiting'],
  ['polyphony_subscriptions_shared_total', 'counter', 'Subscriptions that joined a running stream.', 'shared'],
  [
    'polyphony_subscriptions_resumed_total',
    'counter',
    'Streams that went on after their subgraph was gone.',
    'resumed',
  ],
  [
    'polyphony_subscription_events_dropped_total',
    'counter',
    'Events replaced by newer ones before they were read.',
    'dropped',
  ],
  [
    'polyphony_subscriptions_overflowed_total',
    'counter',
    'Subscriptions ended because they were read too slowly.',
    'overflowed',
  ],
  ['polyphony_subscriptions_refused_total', 'counter', 'Subscriptions refused because there were too many.', 'refused'],
];

/** Shows the numbers that subscriptions keep. */
export function showSubscriptions(metrics: GatewayMetrics, statistics: Readonly<SubscriptionStatistics>): void {
  for (const [name, type, help, key] of shown) metrics.show({ name, help, type, read: () => statistics[key] });
}
