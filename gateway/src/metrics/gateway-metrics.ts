import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type OperationType = 'query' | 'mutation' | 'subscription' | 'unknown';

/** What the gateway measures about itself, in the text format of Prometheus. */
export interface GatewayMetrics {
  /** `code` is `OK` or the first error's code. */
  operationFinished(operation: { type: OperationType; code: string; durationMs: number }): void;
  subscriptionStarted(transport: string): void;
  subscriptionEnded(transport: string): void;
  eventSent(transport: string): void;
  fetchFinished(fetch: { subgraph: string; code: string; durationMs: number }): void;
  socketsOpen(read: () => number): void;
  /** A supergraph, by a short hash of it, took over or was refused. */
  supergraphOffered(offer: { supergraph: string; outcome: 'taken' | 'refused' }): void;
  render(): Promise<{ contentType: string; text: string }>;
  close(): void;
}

export function createGatewayMetrics(): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const operations = new Histogram({
    name: 'polyphony_operation_duration_seconds',
    help: 'Duration of queries and mutations, and of subscriptions from start to end, by type and code.',
    labelNames: ['type', 'code'],
    buckets: seconds,
    registers,
  });
  const subscriptions = new Gauge({
    name: 'polyphony_live_subscriptions',
    help: 'Subscriptions running now.',
    labelNames: ['transport'],
    registers,
  });
  const events = new Counter({
    name: 'polyphony_subscription_events_total',
    help: 'Events sent to subscribers.',
    labelNames: ['transport'],
    registers,
  });
  const fetches = new Histogram({
    name: 'polyphony_subgraph_fetch_duration_seconds',
    help: 'Duration of fetches from subgraphs.',
    labelNames: ['subgraph', 'code'],
    buckets: seconds,
    registers,
  });
  const supergraphs = new Counter({
    name: 'polyphony_supergraphs_total',
    help: 'Supergraphs that were offered, by whether they took over or were refused.',
    labelNames: ['outcome'],
    registers,
  });
  const supergraph = new Gauge({
    name: 'polyphony_supergraph_info',
    help: 'The supergraph that runs, by the first 12 digits of its SHA-256.',
    labelNames: ['supergraph'],
    registers,
  });
  return {
    operationFinished: ({ type, code, durationMs }) => operations.observe({ type, code }, durationMs / 1000),
    subscriptionStarted: transport => subscriptions.inc({ transport }),
    subscriptionEnded: transport => subscriptions.dec({ transport }),
    eventSent: transport => events.inc({ transport }),
    fetchFinished: ({ subgraph, code, durationMs }) => fetches.observe({ subgraph, code }, durationMs / 1000),
    supergraphOffered({ supergraph: id, outcome }) {
      supergraphs.inc({ outcome });
      if (outcome === 'refused') return;
      supergraph.reset();
      supergraph.set({ supergraph: id }, 1);
    },
    socketsOpen(read) {
      const gauge: Gauge = new Gauge({
        name: 'polyphony_open_sockets',
        help: 'WebSockets open now.',
        registers,
        collect: () => gauge.set(read()),
      });
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    close: () => registry.clear(),
  };
}
