// temporary
import { writeFileSync } from 'node:fs';
import { startMeasuredProcess } from '../processes/measured-process.ts';
import { startStreamingGraph, throughGateway } from './start-streaming-gateway.ts';
const resources = new AsyncDisposableStack();
const graph = await startStreamingGraph(resources);
const gateway = await graph.startGateway({ name: 'The gateway' });
const client = resources.use(startMeasuredProcess({ name: 'The client', file: 'streams/stream-client.process.ts' }));
const plain = 'subscription { reviewAdded { id body } }';
const joined = 'subscription { reviewAdded { id body product { upc name price } } }';
const seconds = Number(process.argv[2] ?? 2);
const which = process.argv[3] ?? 'direct,plain,joined';
const prof = process.argv[4];
async function go(name: string, query: string, endpoint: () => Promise<any>) {
  await client.call('flatOut', { endpoint: await endpoint(), query, streams: 1, warmUpSeconds: 3, seconds: 0.5 });
  if (prof) await gateway.process.call('startProfile');
  const b = [await graph.subgraphs.cpu(), await gateway.process.cpu(), await client.cpu()];
  const rate = await client.call<number>('flatOut', {
    endpoint: await endpoint(),
    query,
    streams: 1,
    warmUpSeconds: 0,
    seconds,
  });
  const a = [await graph.subgraphs.cpu(), await gateway.process.cpu(), await client.cpu()];
  if (prof) writeFileSync(`${prof}-${name}.cpuprofile`, await gateway.process.call<string>('stopProfile'));
  const per = a.map((x, i) => (((x - b[i]!) * 1000) / (rate * seconds)).toFixed(2));
  console.log(name, Math.round(rate), 'ev/s; us/event subgraph, gateway, client:', per.join('  '));
}
if (which.includes('direct')) await go('direct', plain, graph.direct);
if (which.includes('plain')) await go('plain', plain, async () => throughGateway(gateway));
if (which.includes('joined')) await go('joined', joined, async () => throughGateway(gateway));
if (process.env.COUNT) console.log(gateway.process.output().slice(-1500), graph.subgraphs.output().slice(-1500));
await resources.disposeAsync();
process.exit();
