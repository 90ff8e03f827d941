import { formatRatio, formatSpread } from '../../src/measurement/format-spread.ts';
import { median } from '../../src/measurement/statistics.ts';
import { formatTable } from '../../src/measurement/table.ts';
import type { Benchmark } from '../../src/runner/benchmark.ts';
import { startMeasuredProcess } from '../processes/measured-process.ts';
import { startStreamingGraph, throughGateway } from './start-streaming-gateway.ts';
import type { FlatOutOrder } from './stream-client.process.ts';
import type { StreamEndpoint } from './stream-endpoint.ts';

const plain = 'subscription { reviewAdded { id body } }';
const joined = 'subscription { reviewAdded { id body product { upc name price } } }';

export const subscriptions: Benchmark = {
  name: 'gateway/subscriptions',
  description: 'events a second through the gateway, flat out, against straight from the subgraph',
  async run({ rounds, seconds, resources }) {
    const graph = await startStreamingGraph(resources);
    const gateway = await graph.startGateway({ name: 'The gateway' });
    const client = resources.use(
      startMeasuredProcess({ name: 'The client', file: 'streams/stream-client.process.ts' }),
    );
    const ways: {
      name: string;
      query: string;
      streams: number;
      endpoint(): Promise<StreamEndpoint>;
      rates: number[];
    }[] = [
      { name: 'straight from the subgraph', query: plain, streams: 1, endpoint: graph.direct, rates: [] },
      { name: 'through the gateway', query: plain, streams: 1, endpoint: viaGateway, rates: [] },
      { name: 'with an entity joined over HTTP', query: joined, streams: 1, endpoint: viaGateway, rates: [] },
      { name: 'the same, 10 streams at a time', query: joined, streams: 10, endpoint: viaGateway, rates: [] },
    ];
    async function viaGateway() {
      return throughGateway(gateway);
    }

    for (let round = 0; round < rounds; round += 1) {
      for (const { query, streams, endpoint, rates } of ways) {
        // In the first round everything is still to be compiled.
        const warmUpSeconds = round === 0 ? seconds : 0.5;
        const order: FlatOutOrder = { endpoint: await endpoint(), query, streams, warmUpSeconds, seconds };
        rates.push(await client.call<number>('flatOut', order));
      }
    }
    const [direct = [], through = [], withJoin = []] = ways.map(({ rates }) => rates);
    console.log(
      formatTable(
        ['one subscription, flat out', 'events/s', 'of direct'],
        ways.map(({ name, rates }) => [name, formatSpread(rates, 0), formatRatio(rates, direct)]),
      ),
    );
    console.log(
      `\nMedian of ${rounds} rounds of ${seconds} s (lowest to highest). Subgraph, gateway and client are three processes.`,
    );
    const share = median(through) / median(direct);
    return [
      {
        claim: 'events/s through the gateway at least 0.85 of straight from the subgraph',
        measured: share.toFixed(2),
        isReached: share >= 0.85,
      },
      {
        claim: 'events/s with an entity join over HTTP at least 6000',
        measured: median(withJoin).toFixed(0),
        isReached: median(withJoin) >= 6000,
      },
    ];
  },
};
