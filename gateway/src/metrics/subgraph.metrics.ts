import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { SubgraphStatus } from '../subgraphs/subgraph-status.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { ShownValue } from './shown-metric.ts';

const circuitStates: readonly SubgraphStatus['circuit'][] = ['closed', 'half-open', 'open'];

/** Shows how the subgraphs are doing that run in other processes: those in this one have no circuit, no retries and no queue. */
export function showSubgraphs(
  metrics: Pick<GatewayMetrics, 'show'>,
  connected: () => Iterable<ExecutableSubgraph>,
): void {
  const perSubgraph = (read: (status: SubgraphStatus) => readonly ShownValue[]) => () =>
    [...connected()].flatMap(subgraph =>
      hasStatus(subgraph)
        ? read(subgraph.status).map(({ labels, value }) => ({ labels: { subgraph: subgraph.name, ...labels }, value }))
        : [],
    );
  const one = (read: (status: SubgraphStatus) => number) =>
    perSubgraph(status => [{ labels: {}, value: read(status) }]);

  metrics.show({
    name: 'polyphony_subgraph_circuit',
    help: 'State of the circuit breaker: 1 for the state it is in.',
    type: 'gauge',
    read: perSubgraph(({ circuit }) =>
      circuitStates.map(state => ({ labels: { state }, value: circuit === state ? 1 : 0 })),
    ),
  });
  metrics.show({
    name: 'polyphony_subgraph_fetches_running',
    help: 'Fetches under way now.',
    type: 'gauge',
    read: one(({ running }) => running),
  });
  metrics.show({
    name: 'polyphony_subgraph_fetches_waiting',
    help: 'Fetches that wait for a place in the bulkhead.',
    type: 'gauge',
    read: one(({ waiting }) => waiting),
  });
  metrics.show({
    name: 'polyphony_subgraph_fetches_asked_total',
    help: 'Fetches that operations asked for.',
    type: 'counter',
    read: one(({ counts }) => counts.asked),
  });
  metrics.show({
    name: 'polyphony_subgraph_fetches_shared_total',
    help: 'Of those asked for, answered by an identical fetch that was under way.',
    type: 'counter',
    read: one(({ counts }) => counts.shared),
  });
  metrics.show({
    name: 'polyphony_subgraph_retries_total',
    help: 'Fetches sent again after a failure.',
    type: 'counter',
    read: one(({ counts }) => counts.retries),
  });
  metrics.show({
    name: 'polyphony_subgraph_refusals_total',
    help: 'Fetches not sent, or not sent again, by what refused them.',
    type: 'counter',
    read: perSubgraph(({ counts }) => [
      { labels: { by: 'circuit' }, value: counts.refusedByCircuit },
      { labels: { by: 'bulkhead' }, value: counts.refusedByBulkhead },
      { labels: { by: 'retry_budget' }, value: counts.retriesRefused },
    ]),
  });
}

function hasStatus(subgraph: ExecutableSubgraph): subgraph is ExecutableSubgraph & { status: SubgraphStatus } {
  return 'status' in subgraph;
}
