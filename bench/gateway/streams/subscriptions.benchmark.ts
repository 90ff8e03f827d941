import { formatSpread } from '../../src/measurement/format-spread.ts';
import { median } from '../../src/measurement/statistics.ts';
import { formatTable } from '../../src/measurement/table.ts';
import type { Benchmark } from '../../src/runner/benchmark.ts';
import { startMeasuredProcess, type MeasuredProcess } from '../processes/measured-process.ts';
import { measureFlatOut, type FlatOutProcesses, type FlatOutRounds } from './measure-flat-out.ts';
import { startStreamingGraph, throughGateway } from './start-streaming-gateway.ts';
import type { StreamEndpoint } from './stream-endpoint.ts';

const plain = 'subscription { reviewAdded { id body } }';
const joined = 'subscription { reviewAdded { id body product { upc name price } } }';

interface Way {
  readonly name: string;
  readonly processes: FlatOutProcesses;
  readonly query: string;
  readonly streams: number;
  endpoint(): StreamEndpoint;
  readonly rounds: FlatOutRounds;
}

export const subscriptions: Benchmark = {
  name: 'gateway/subscriptions',
  description: 'events a second through the gateway, flat out, against straight from the subgraph',
  async run({ rounds, seconds, resources }) {
    const client = resources.use(
      startMeasuredProcess({ name: 'The client', file: 'streams/stream-client.process.ts' }),
    );
    const reference = await startGraph('graphql-ws', client, resources);
    const own = await startGraph('our own server', client, resources);
    const direct = startWay('subgraph on graphql-ws: straight from it', reference, reference.direct);
    const through = startWay('subgraph on graphql-ws: through the gateway', reference, reference.viaGateway);
    const ownDirect = startWay('subgraph as ours are: straight from it', own, own.direct);
    const ownThrough = startWay('subgraph as ours are: through the gateway', own, own.viaGateway);
    const withJoin = { ...startWay('the same with an entity joined over HTTP', own, own.viaGateway), query: joined };
    const manyWithJoin = {
      ...startWay('with the join, 10 streams at a time', own, own.viaGateway),
      query: joined,
      streams: 10,
    };
    const ways = [direct, through, ownDirect, ownThrough, withJoin, manyWithJoin];
    for (let round = 0; round < rounds; round += 1) {
      for (const { processes, query, streams, endpoint, rounds: measured } of ways) {
        // In the first round everything is still to be compiled.
        const warmUpSeconds = round === 0 ? seconds : 0.5;
        await measureFlatOut(processes, { endpoint: endpoint(), query, streams, warmUpSeconds, seconds }, measured);
      }
    }

    console.log(
      formatTable(
        ['one subscription, flat out', 'events/s', 'CPU µs/event: subgraphs', 'gateway', 'client'],
        ways.map(({ name, rounds: { rate, subgraphCpu, gatewayCpu, clientCpu } }) => [
          name,
          formatSpread(rate, 0),
          median(subgraphCpu).toFixed(1),
          median(gatewayCpu).toFixed(1),
          median(clientCpu).toFixed(1),
        ]),
      ),
    );
    console.log(
      `\nMedian of ${rounds} rounds of ${seconds} s (lowest to highest). Subgraphs, gateway and client are three processes.`,
    );
    const shareOf = (one: Way, other: Way) => median(one.rounds.rate) / median(other.rounds.rate);
    const share = shareOf(through, direct);
    console.log(
      `Of what comes straight from a subgraph as ours are, ${shareOf(ownThrough, ownDirect).toFixed(2)} come through the gateway.`,
    );
    const joinedRate = median(withJoin.rounds.rate);
    return [
      {
        claim: 'events/s through the gateway at least 0.85 of straight from its subgraph, on graphql-ws',
        measured: share.toFixed(2),
        isReached: share >= 0.85,
      },
      {
        claim: 'events/s with an entity join over HTTP at least 6000',
        measured: joinedRate.toFixed(0),
        isReached: joinedRate >= 6000,
      },
    ];
  },
};

async function startGraph(
  streamsBy: 'our own server' | 'graphql-ws',
  client: MeasuredProcess,
  resources: AsyncDisposableStack,
) {
  const graph = await startStreamingGraph(resources, { streamsBy });
  const gateway = await graph.startGateway({ name: `The gateway in front of ${streamsBy}` });
  return {
    processes: { subgraphs: graph.subgraphs, gateway: gateway.process, client },
    direct: graph.direct,
    viaGateway: () => throughGateway(gateway),
  };
}

function startWay(name: string, { processes }: { processes: FlatOutProcesses }, endpoint: () => StreamEndpoint): Way {
  const rounds: FlatOutRounds = { rate: [], subgraphCpu: [], gatewayCpu: [], clientCpu: [] };
  return { name, processes, query: plain, streams: 1, endpoint, rounds };
}
