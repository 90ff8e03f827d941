import { setTimeout as sleep } from 'node:timers/promises';
import { formatTable } from '../../src/measurement/table.ts';
import type { Benchmark } from '../../src/runner/benchmark.ts';
import { startMeasuredProcess, type MeasuredProcess } from '../processes/measured-process.ts';
import { startStreamingGraph, throughGateway } from '../streams/start-streaming-gateway.ts';
import type { GatewayAddresses } from './gateway-addresses.ts';
import { growthOf, type Growth, type Sample } from './growth.ts';
import type { MixedLoadReport } from './mixed-load.process.ts';

/** So much of the heap may a run add; less is not told from noise. */
const allowedShare = 0.03;
/** Connections that are kept for a while come and go. */
const allowedHandles = 5;

export const leak: Benchmark = {
  name: 'gateway/leak',
  description: 'whether heap and handles stay flat under a mixed load: clients that behave, err, leave and vanish',
  async run({ minutes, resources }) {
    const graph = await startStreamingGraph(resources);
    const gateway = await graph.startGateway({ name: 'The gateway' });
    const load = resources.use(startMeasuredProcess({ name: 'The clients', file: 'leak/mixed-load.process.ts' }));
    const addresses: GatewayAddresses = {
      url: gateway.url,
      streamUrl: `${gateway.url}/stream`,
      socket: throughGateway(gateway),
    };
    const seconds = Math.min(15, (minutes * 60) / 12);
    const heap: Sample[] = [];
    const handles: Sample[] = [];
    const upstream: Sample[] = [];
    const acts: Record<string, number> = {};
    let unexpected = 0;
    const startedAt = performance.now();
    const elapsed = () => (performance.now() - startedAt) / 60_000;
    while (elapsed() < minutes || heap.length < 5) {
      const report = await load.call<MixedLoadReport>('run', { addresses, seconds });
      for (const [name, count] of Object.entries(report.acts)) acts[name] = (acts[name] ?? 0) + count;
      if (report.unexpected > 0 && unexpected === 0) console.log(`Unexpected: ${report.firstUnexpected}\n`);
      unexpected += report.unexpected;
      // Whoever left is forgotten by now, or never.
      await sleep(1500);
      const { heapUsed, external } = await gateway.process.memory();
      heap.push({ minutes: elapsed(), value: heapUsed + external });
      handles.push({ minutes: elapsed(), value: await countHandles(gateway.process) });
      upstream.push({ minutes: elapsed(), value: await countHandles(graph.subgraphs) });
    }
    const growth = { heap: growthOf(heap), handles: growthOf(handles), upstream: growthOf(upstream) };
    console.log(describe(acts, growth));
    const limit = growth.heap.median * allowedShare;
    return [
      {
        claim: `heap grows by less than ${allowedShare * 100} %`,
        measured: `${toMegabytes(growth.heap.total)} of ${toMegabytes(growth.heap.median)} MB`,
        isReached: growth.heap.total < limit,
      },
      ...[
        { where: 'the gateway', total: growth.handles.total },
        { where: 'the subgraphs', total: growth.upstream.total },
      ].map(({ where, total }) => ({
        claim: `handles of ${where} grow by fewer than ${allowedHandles}`,
        measured: total.toFixed(1),
        isReached: total < allowedHandles,
      })),
      { claim: 'every client is treated as it should be', measured: `${unexpected} not`, isReached: unexpected === 0 },
    ];
  },
};

async function countHandles(process: MeasuredProcess): Promise<number> {
  return Object.values(await process.handles()).reduce((sum, count) => sum + count, 0);
}

const toMegabytes = (bytes: number) => (bytes / 1e6).toFixed(2);

function describe(acts: Record<string, number>, growth: Record<'heap' | 'handles' | 'upstream', Growth>): string {
  const { heap, handles, upstream } = growth;
  return [
    formatTable(
      ['clients', 'how many'],
      Object.entries(acts).map(([name, count]) => [name, String(count)]),
    ),
    '',
    formatTable(
      ['while nobody is there', 'median', 'a minute', 'in all'],
      [
        ['heap and buffers, MB', toMegabytes(heap.median), toMegabytes(heap.perMinute), toMegabytes(heap.total)],
        ...(
          [
            ['handles of the gateway', handles],
            ['handles of the subgraphs', upstream],
          ] as const
        ).map(([name, { median, perMinute, total }]) => [
          name,
          median.toFixed(0),
          perMinute.toFixed(2),
          total.toFixed(1),
        ]),
      ],
    ),
    '\nAfter each stretch of load everybody leaves, everything is collected, and what remains is counted. Slopes are medians of the\nslopes between all pairs of samples, the first fifth of them left out.',
  ].join('\n');
}
