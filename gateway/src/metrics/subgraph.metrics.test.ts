import { afterEach, describe, expect, it } from '@jest/globals';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { createFetchCounts, type SubgraphStatus } from '../subgraphs/subgraph-status.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { showSubgraphs } from './subgraph.metrics.ts';

const subgraph = (name: string, status?: SubgraphStatus): ExecutableSubgraph => ({
  name,
  sdl: '',
  execute: async () => ({ data: null }),
  async *subscribe() {},
  ...(status !== undefined && { status }),
});

describe('Metrics of subgraphs', () => {
  const metrics = createGatewayMetrics();
  afterEach(() => metrics.close());

  it('show those of other processes as they are when asked, whichever are connected then', async () => {
    const counts = { ...createFetchCounts(), asked: 9, shared: 4, retries: 2, refusedByCircuit: 3 };
    const connected = [subgraph('chat')];
    showSubgraphs(metrics, () => connected);
    connected.push(subgraph('users', { circuit: 'open', running: 5, waiting: 1, counts }));
    counts.asked = 10;
    const lines = (await metrics.render()).text.split('\n').filter(line => line.startsWith('polyphony_subgraph_'));
    expect(lines).toEqual([
      'polyphony_subgraph_circuit{subgraph="users",state="closed"} 0',
      'polyphony_subgraph_circuit{subgraph="users",state="half-open"} 0',
      'polyphony_subgraph_circuit{subgraph="users",state="open"} 1',
      'polyphony_subgraph_fetches_running{subgraph="users"} 5',
      'polyphony_subgraph_fetches_waiting{subgraph="users"} 1',
      'polyphony_subgraph_fetches_asked_total{subgraph="users"} 10',
      'polyphony_subgraph_fetches_shared_total{subgraph="users"} 4',
      'polyphony_subgraph_retries_total{subgraph="users"} 2',
      'polyphony_subgraph_refusals_total{subgraph="users",by="circuit"} 3',
      'polyphony_subgraph_refusals_total{subgraph="users",by="bulkhead"} 0',
      'polyphony_subgraph_refusals_total{subgraph="users",by="retry_budget"} 0',
    ]);
  });
});
