import { formatTable } from '../../src/measurement/table.ts';
import type { Benchmark } from '../../src/runner/benchmark.ts';
import type { Goal } from '../../src/runner/goal.ts';
import { deepQuery } from '../queries/deep-query.ts';
import { putUnderLoad } from '../rounds/measure-rounds.ts';
import { startMeasuredProcess } from '../processes/measured-process.ts';
import { startStreamingGraph, throughGateway } from '../streams/start-streaming-gateway.ts';
import { measureOpenSubscriptions, type OpenSubscriptionsReport } from './measure-open-subscriptions.ts';

const subscriptions = 2000;

export const openSubscriptions: Benchmark = {
  name: 'gateway/open-subscriptions',
  description: '2,000 different subscriptions on one gateway process, each with an event a second',
  async run({ rounds, seconds, resources }) {
    const graph = await startStreamingGraph(resources);
    const client = resources.use(
      startMeasuredProcess({ name: 'The client', file: 'open-subscriptions/open-streams.process.ts' }),
    );
    const load = resources.use(startMeasuredProcess({ name: 'The load generator', file: 'load/load.process.ts' }));
    const shared = { client, subscriptions, seconds: rounds * seconds };
    const reports: { name: string; isGateway: boolean; report: OpenSubscriptionsReport }[] = [];
    const direct = await measureOpenSubscriptions({
      ...shared,
      server: graph.subgraphs,
      endpoint: graph.direct,
      sockets: 200,
    });
    reports.push({ name: 'straight from the subgraph, 200 sockets', isGateway: false, report: direct });
    for (const sockets of [200, subscriptions]) {
      const name = `through the gateway, ${sockets} sockets`;
      // All clients of the benchmark come from one address.
      const gateway = await graph.startGateway({ name, settings: { maxSocketsPerClient: subscriptions + 100 } });
      const endpoint = () => throughGateway(gateway);
      await putUnderLoad(gateway, load, { queries: [deepQuery], connections: 20, seconds: 3 });
      const report = await measureOpenSubscriptions({ ...shared, server: gateway.process, endpoint, sockets });
      reports.push({ name, isGateway: true, report });
      await gateway.process[Symbol.asyncDispose]();
    }
    console.log(
      formatTable(
        [
          'server',
          'events/s',
          'p50, ms',
          'p99, ms',
          'latest, ms',
          'starved',
          'RSS kB each',
          'heap kB each',
          '% of a core',
        ],
        reports.map(({ name, report: { delivery, resident, heap, cpuShare } }) => [
          name,
          (delivery.events / shared.seconds).toFixed(0),
          delivery.p50.toFixed(1),
          delivery.p99.toFixed(1),
          delivery.latest.toFixed(0),
          String(delivery.starved),
          (resident / 1000).toFixed(1),
          (heap / 1000).toFixed(1),
          (cpuShare * 100).toFixed(0),
        ]),
      ),
    );
    console.log(
      `\nOver ${shared.seconds} s. Delivery: from the making of an event in the subgraph to its receipt. Memory after everything was collected,\n` +
        `less what the process held after some thousand queries and its first 50 subscriptions; heap with its buffers. Every subscription has a variable of its\n` +
        'own, so that none shares an upstream. All clients come from one address, whose limit of sockets is raised.',
    );
    return reports.filter(({ isGateway }) => isGateway).flatMap(toGoals);
  },
};

function toGoals({
  name,
  report: { delivery, resident, heap },
}: {
  name: string;
  report: OpenSubscriptionsReport;
}): Goal[] {
  const held = Math.max(resident, heap);
  return [
    {
      claim: `p99 of delivery under 100 ms, ${name}`,
      measured: `${delivery.p99.toFixed(1)} ms`,
      isReached: delivery.p99 < 100 && delivery.starved === 0,
    },
    {
      claim: `memory a subscription under 30 kB, ${name}`,
      measured: `${(held / 1000).toFixed(1)} kB`,
      isReached: held < 30_000,
    },
  ];
}
