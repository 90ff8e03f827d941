import { collectDefaultMetrics, Registry } from 'prom-client';
import { CountMetric } from './count.metric.ts';
import { DurationMetric } from './duration.metric.ts';
import { OperationNames } from './operation-names.ts';
import { shownText, type ShownMetric } from './shown-metric.ts';

export type OperationType = 'query' | 'mutation' | 'subscription' | 'unknown';

/** How many names of operations are told apart. */
const operationNameLimit = 200;

export interface FinishedOperation {
  type: OperationType;
  /** `OK` or the first error's code. */
  code: string;
  durationMs: number;
  /** Of an operation that could be prepared, and had one. */
  name?: string | undefined;
  /** Whether it could be prepared: the names of those that could not are no measure of anything. */
  isPrepared?: boolean;
}

/**
 * What the gateway measures about itself, in the text format of Prometheus. What happens with every request or event is counted in
 * numbers of our own; whoever keeps numbers already only shows them.
 */
export interface GatewayMetrics {
  operationFinished(operation: FinishedOperation): void;
  /** Operations that were found prepared, and those that had to be: whoever looks adds to them. */
  readonly preparedOperations: { hits: number; misses: number };
  /** Names of operations that are always told apart; see `OperationNames`. */
  reserveOperationNames(names: Iterable<string>): void;
  /** `field` is the subscribed field of the schema. */
  subscriptionStarted(transport: string, field?: string): void;
  subscriptionEnded(transport: string, field?: string): void;
  eventSent(transport: string): void;
  fetchFinished(fetch: { subgraph: string; code: string; durationMs: number }): void;
  socketsOpen(read: () => number): void;
  /** A supergraph, by a short hash of it, took over or was refused. */
  supergraphOffered(offer: { supergraph: string; outcome: 'taken' | 'refused' }): void;
  /** Shows numbers that somebody else keeps. A name can be shown once. */
  show(metric: ShownMetric): void;
  render(): Promise<{ contentType: string; text: string }>;
  close(): void;
}

export function createGatewayMetrics(): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const names = new OperationNames(operationNameLimit);
  const operations = new DurationMetric({
    name: 'polyphony_operation_duration_seconds',
    help: 'Duration of queries and mutations, and of subscriptions from start to end, by type and code.',
    labelNames: ['type', 'code'],
  });
  const namedOperations = new DurationMetric({
    name: 'polyphony_named_operation_duration_seconds',
    help: 'The same by the name of the operation; names beyond the first 200 count as other.',
    labelNames: ['operation', 'type'],
  });
  const namedErrors = new CountMetric({
    name: 'polyphony_named_operation_errors_total',
    help: 'Operations that had errors, by name and the code of the first error.',
    type: 'counter',
    labelNames: ['operation', 'code'],
  });
  const subscriptions = new CountMetric({
    name: 'polyphony_live_subscriptions',
    help: 'Subscriptions running now.',
    type: 'gauge',
    labelNames: ['transport', 'field'],
  });
  const events = new CountMetric({
    name: 'polyphony_subscription_events_total',
    help: 'Events sent to subscribers.',
    type: 'counter',
    labelNames: ['transport'],
  });
  const fetches = new DurationMetric({
    name: 'polyphony_subgraph_fetch_duration_seconds',
    help: 'Duration of fetches from subgraphs.',
    labelNames: ['subgraph', 'code'],
  });
  const supergraphs = new CountMetric({
    name: 'polyphony_supergraphs_total',
    help: 'Supergraphs that were offered, by whether they took over or were refused.',
    type: 'counter',
    labelNames: ['outcome'],
  });
  let supergraph: string | undefined;
  const shown = new Map<string, ShownMetric>();
  const show = (metric: ShownMetric) => {
    if (shown.has(metric.name)) throw new Error(`The metric "${metric.name}" is shown twice.`);
    shown.set(metric.name, metric);
  };
  show({
    name: 'polyphony_supergraph_info',
    help: 'The supergraph that runs, by the first 12 digits of its SHA-256.',
    type: 'gauge',
    read: () => (supergraph === undefined ? [] : [{ labels: { supergraph }, value: 1 }]),
  });
  const preparedOperations = { hits: 0, misses: 0 };
  show({
    name: 'polyphony_prepared_operations_total',
    help: 'Operations that were found parsed, validated and planned (hit), and those that were not (miss).',
    type: 'counter',
    read: () => [
      { labels: { result: 'hit' }, value: preparedOperations.hits },
      { labels: { result: 'miss' }, value: preparedOperations.misses },
    ],
  });
  const counted = [operations, namedOperations, namedErrors, subscriptions, events, fetches, supergraphs];

  return {
    preparedOperations,
    operationFinished({ type, code, durationMs, name, isPrepared = true }) {
      operations.get(type, code).observe(durationMs);
      if (!isPrepared) return;
      const label = names.labelOf(name);
      namedOperations.get(label, type).observe(durationMs);
      if (code !== 'OK') namedErrors.get(label, code).value += 1;
    },
    reserveOperationNames: known => names.reserve(known),
    subscriptionStarted(transport, field = 'unknown') {
      subscriptions.get(transport, field).value += 1;
    },
    subscriptionEnded(transport, field = 'unknown') {
      subscriptions.get(transport, field).value -= 1;
    },
    eventSent(transport) {
      events.get(transport).value += 1;
    },
    fetchFinished: ({ subgraph, code, durationMs }) => fetches.get(subgraph, code).observe(durationMs),
    supergraphOffered({ supergraph: id, outcome }) {
      supergraphs.get(outcome).value += 1;
      if (outcome === 'taken') supergraph = id;
    },
    socketsOpen: read =>
      show({ name: 'polyphony_open_sockets', help: 'WebSockets open now.', type: 'gauge', read: () => read() }),
    show,
    async render() {
      const ours = [...counted.map(metric => metric.text()), ...[...shown.values()].map(shownText)].join('\n\n');
      return { contentType: registry.contentType, text: `${await registry.metrics()}\n${ours}\n` };
    },
    close: () => registry.clear(),
  };
}
