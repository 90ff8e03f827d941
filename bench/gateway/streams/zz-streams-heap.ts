// temporary
import { writeFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { startMeasuredProcess } from '../processes/measured-process.ts';
import { startStreamingGraph, throughGateway } from './start-streaming-gateway.ts';
const resources = new AsyncDisposableStack();
const graph = await startStreamingGraph(resources);
const gateway = await graph.startGateway({ name: 'The gateway', settings: { maxSocketsPerClient: 3000 } });
const client = resources.use(
  startMeasuredProcess({ name: 'The client', file: 'open-subscriptions/open-streams.process.ts' }),
);
const endpoint = async () => throughGateway(gateway);
process.kill(gateway.process.pid, 'SIGUSR1');
await new Promise(r => setTimeout(r, 500));
const list = (await (await fetch('http://127.0.0.1:9229/json/list')).json()) as { webSocketDebuggerUrl: string }[];
const ws = new WebSocket(list[0]!.webSocketDebuggerUrl, { perMessageDeflate: false, maxPayload: 1e9 });
await new Promise(r => ws.once('open', r));
let id = 0;
const pending = new Map<number, () => void>();
let chunks: string[] = [];
ws.on('message', d => {
  const m = JSON.parse(String(d));
  if (m.method === 'HeapProfiler.addHeapSnapshotChunk') chunks.push(m.params.chunk);
  if (m.id) pending.get(m.id)?.();
});
const cdp = (method: string, params: object = {}) =>
  new Promise<void>(r => {
    id += 1;
    pending.set(id, r);
    ws.send(JSON.stringify({ id, method, params }));
  });
async function snapshot(name: string) {
  chunks = [];
  await cdp('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  writeFileSync(name, chunks.join(''));
}
const sockets = Number(process.argv[2] ?? 2000);
await client.call('open', { endpoint: await endpoint(), sockets: 10, subscriptions: 50 });
await client.call('deliver', 1);
await client.call('close');
const before = await gateway.process.memory();
await snapshot('/tmp/heap-before.heapsnapshot');
await client.call('open', { endpoint: await endpoint(), sockets, subscriptions: 2000 });
await client.call('deliver', 5);
const d = await client.call('deliver', 5);
const after = await gateway.process.memory();
console.log(
  sockets,
  'sockets',
  JSON.stringify(d),
  'heap kB',
  (after.heapUsed - before.heapUsed) / 2e6,
  'ext',
  (after.external - before.external) / 2e6,
  'rss',
  (after.rss - before.rss) / 2e6,
);
await snapshot('/tmp/heap-after.heapsnapshot');
await resources.disposeAsync();
process.exit();
