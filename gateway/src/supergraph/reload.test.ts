import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createIdentitySigner } from '@polyphony/platform/identity';
import { silentLogger } from '@polyphony/platform/logging';
import { createExecutableSubgraph, serveSubgraph, type ServedSubgraph } from '@polyphony/platform/subgraph';
import { composeSupergraph } from '../composition/index.ts';
import { createRemoteSubgraph } from '../subgraphs/index.ts';
import { createTestChatSubgraph } from '../testing/chat/chat.subgraph.ts';
import {
  collect,
  createOfferingSource,
  inProcess,
  overHttp,
  post,
  socketClient,
  startTestGateway,
  until,
  type OfferingSource,
  type TestGateway,
} from '../testing/index.ts';
import { createTestKeys } from '../testing/test-keys.ts';
import { createTestUsersSubgraph } from '../testing/users/users.subgraph.ts';

/** The supergraph of the test's subgraphs; without nicknames where asked for. */
async function composeTestGraph({ nicknames = true, users = 'in-process://users' } = {}): Promise<string> {
  const subgraphs = [await createTestUsersSubgraph(await createTestKeys()), await createTestChatSubgraph()];
  const composed = composeSupergraph(
    subgraphs.map(({ name, schema }) => ({
      name,
      sdl: nicknames ? schema.sdl : schema.sdl.replace(/\n\s*nickname: String/, ''),
    })),
  );
  return composed.replace('in-process://users', users);
}

describe.each([
  { way: 'in process', connect: inProcess },
  { way: 'over HTTP', connect: overHttp },
])('Replacing the supergraph of a gateway, subgraphs $way', ({ connect }) => {
  let full: string;
  let reduced: string;
  let source: OfferingSource;
  let graph: TestGateway;
  const nickname = '{ conversation(id: "c1") { user { username nickname } } }';
  const hasNicknames = async () => (await post(graph.url, nickname)).errors === undefined;
  beforeEach(async () => {
    [full, reduced] = await Promise.all([composeTestGraph(), composeTestGraph({ nicknames: false })]);
    source = createOfferingSource(full);
    graph = await startTestGateway({ connect, settings: { rateLimitPerMinute: 0 }, more: { supergraphSdl: source } });
  });
  afterEach(() => graph.close());

  it('drops no request under load', async () => {
    const query = '{ conversation(id: "c1") { id title user { username } } }';
    const expected = (await post(graph.url, query)).data;
    const over = new AbortController();
    let answered = 0;
    const client = async () => {
      while (!over.signal.aborted) {
        const { status, data, errors } = await post(graph.url, query);
        expect({ status, errors }).toEqual({ status: 200, errors: undefined });
        expect(data).toEqual(expected);
        answered += 1;
      }
    };
    const clients = Promise.all(Array.from({ length: 100 }, client));
    try {
      for (const [supergraphSdl, isThere] of [
        [reduced, false],
        [full, true],
        [reduced, false],
      ] as const) {
        source.offer(supergraphSdl);
        await until(async () => (await hasNicknames()) === isThere);
      }
    } finally {
      over.abort();
    }
    await clients;
    expect(answered).toBeGreaterThan(200);
  });

  it('lets a request end on the graph it began with', async () => {
    const slow = post(graph.url, '{ slow conversation(id: "c1") { user { nickname } } }');
    await until(() => graph.users.slowRuns.started === 1);
    source.offer(reduced);
    await until(async () => !(await hasNicknames()));
    expect(await slow).toMatchObject({ data: { slow: false, conversation: { user: { nickname: null } } } });
  });

  it('ends subscriptions with a code, on sockets that stay open for the next', async () => {
    const client = socketClient(graph.socketUrl);
    const watch = 'subscription { conversationUpdated(conversationId: "c1") { id user { username } } }';
    const watched = collect(client, watch);
    await until(() => graph.chat.events.running === 1);
    source.offer(reduced);
    const { results, error } = await watched;
    expect(results).toHaveLength(1);
    expect(error).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' } }]);
    await until(() => graph.chat.events.running === 0);
    const again = client.iterate({ query: watch });
    expect((await again.next()).value).toMatchObject({ data: { conversationUpdated: { id: 'c1' } } });
    await again.return?.();
    await client.dispose();
  });

  it('shows what runs, and what was refused, in the metrics', async () => {
    source.offer('type Query {');
    const metrics = async () => (await fetch(`${graph.url}/metrics`)).text();
    await until(async () => (await metrics()).includes('polyphony_supergraphs_total{outcome="refused"} 1'));
    expect(await hasNicknames()).toBe(true);
    expect((await metrics()).match(/polyphony_supergraph_info\{supergraph="[0-9a-f]{12}"\} 1/g)).toHaveLength(1);
  });
});

describe('A subgraph that a supergraph brings along', () => {
  const signer = createIdentitySigner([{ id: 'test', secret: randomBytes(32) }]);
  let served: ServedSubgraph;
  let graph: TestGateway;
  let source: OfferingSource;
  let isClosed = false;
  const start = async (subgraphOrigins: string[]) => {
    const chat = await createTestChatSubgraph();
    const sdl = composeSupergraph([
      { name: 'chat', sdl: chat.schema.sdl.replace(/user: .*|members: .*|reviewer: .*/g, '') },
    ]);
    source = createOfferingSource(sdl);
    graph = await startTestGateway({
      settings: { subgraphOrigins, requestTimeoutMs: 300 },
      more: {
        supergraphSdl: source,
        connect: ({ name, url }) => {
          const remote = createRemoteSubgraph({ name, url, signer });
          return { ...remote, close: async () => (await remote.close(), void (isClosed = true)) };
        },
        subgraphs: [createExecutableSubgraph(chat)],
      },
    });
    return sdl;
  };
  beforeEach(async () => {
    isClosed = false;
    const users = await createTestUsersSubgraph(await createTestKeys());
    served = await serveSubgraph({ subgraph: users, signer, log: silentLogger, host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await graph.close();
    await served.close();
  });
  const facts = () => post(graph.url, '{ requestFacts }');

  it('is connected to where the operator allows its address, checked, and left with the next supergraph', async () => {
    const alone = await start(['http://127.0.0.1:*']);
    expect((await facts()).status).toBe(400);
    source.offer(await composeTestGraph({ users: served.url }));
    await until(async () => (await facts()).status === 200);
    expect((await facts()).data).toHaveProperty('requestFacts');
    const checks = async () => (await (await fetch(`${graph.url}/readyz`)).json()) as { checks: { name: string }[] };
    expect((await checks()).checks.map(({ name }) => name)).toContain('subgraph users');
    source.offer(alone);
    await until(async () => (await facts()).status === 400);
    await until(() => isClosed);
    expect((await checks()).checks.map(({ name }) => name)).not.toContain('subgraph users');
  });

  it('is refused, with the supergraph, where it is anywhere else', async () => {
    await start(['https://graphs.example']);
    source.offer(await composeTestGraph({ users: served.url }));
    await until(async () => (await (await fetch(`${graph.url}/metrics`)).text()).includes('outcome="refused"} 1'));
    expect((await facts()).status).toBe(400);
    expect((await post(graph.url, '{ conversation(id: "c1") { title } }')).data).toEqual({
      conversation: { title: 'title of c1' },
    });
  });
});
