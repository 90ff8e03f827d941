// Prints how fast the gateway starts and passes events on. Run: node scripts/run.mjs gateway/src/testing/measure.ts
import type { Client } from 'graphql-ws';
import { createRequestContext } from '@polyphony/platform/context';
import { createExecutableSubgraph } from '@polyphony/platform/subgraph';
import { overHttp } from './over-http.ts';
import { socketClient } from './test-client.ts';
import { inProcess, startTestGateway } from './test-gateway.ts';
import { testViewer } from './test-viewer.ts';

const plain = 'subscription { messageStream(messageId: "m", count: 20000) { ... on TokenDelta { sequence text } } }';
const joined = 'subscription { conversationUpdated(conversationId: "c") { title user { username } } }';

/** Events a second, from the second event on, so that starting the stream does not count. */
async function rate(events: AsyncIterable<unknown>, onEvent: () => void = () => undefined, limit = Infinity) {
  let count = -1;
  let started = 0;
  for await (const _event of events) {
    count += 1;
    if (count === 0) started = performance.now();
    if (count === limit) break;
    onEvent();
  }
  return Math.round((count / (performance.now() - started)) * 1000);
}

for (const [way, connect] of [
  ['in process', inProcess],
  ['over HTTP', overHttp],
] as const) {
  const started = performance.now();
  const graph = await startTestGateway({ connect });
  console.log(`${way}: two subgraphs built, composed and served in ${Math.round(performance.now() - started)} ms`);
  const direct = createExecutableSubgraph(graph.chat);
  const context = createRequestContext({ viewer: testViewer() });
  const client: Client = socketClient(graph.socketUrl, await graph.credentials());
  const touch = () => graph.chat.events.touch();
  for (const round of ['cold', 'warm']) {
    console.log(`  ${round}, events a second:`, {
      subgraphAlone: await rate(direct.subscribe({ query: plain }, context)),
      throughGateway: await rate(client.iterate({ query: plain })),
      withEntityJoin: await rate(client.iterate({ query: joined }), touch, 3000),
    });
  }
  await client.dispose();
  await graph.close();
}
