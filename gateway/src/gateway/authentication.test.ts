import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { revokedSessionKey, sessionEnded } from '@polyphony/platform/identity';
import { createTestKeys } from '../testing/test-keys.ts';
import {
  collect,
  knownApiKey,
  openRawSocket,
  post,
  socketClient,
  startTestGateway,
  testViewer,
  until,
  type TestGateway,
} from '../testing/index.ts';

describe('Authentication', () => {
  let graph: TestGateway;
  beforeEach(async () => {
    graph = await startTestGateway();
  });
  afterEach(() => graph.close());

  const whoAmI = (headers: Record<string, string>) => post(graph.url, '{ me { username } }', { headers });

  it.each([['authorization'], ['Authorization']])('knows the viewer by an access token in "%s"', async name => {
    expect((await whoAmI({ [name]: `Bearer ${await graph.token()}` })).data).toEqual({ me: { username: 'ada' } });
  });

  it.each([[{ 'x-api-key': knownApiKey }], [{ authorization: `ApiKey ${knownApiKey}` }]])(
    'knows the viewer by an API key in %j, looked up once',
    async headers => {
      for (let i = 0; i < 3; i += 1) expect((await whoAmI(headers)).data).toEqual({ me: { username: 'keyholder' } });
      expect(graph.users.keyLookUps).toBe(1);
    },
  );

  it('serves whoever shows nothing as anonymous', async () => {
    const { status, errors } = await whoAmI({});
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('answers 401 to credentials that are malformed, expired, foreign, unsigned or unknown', async () => {
    const foreign = await createTestKeys();
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"u1"}')}.`;
    const wrong: Record<string, string>[] = [
      { authorization: 'Bearer nonsense' },
      { authorization: 'Basic YWRhOmFkYQ==' },
      { authorization: 'Bearer' },
      { authorization: `Bearer ${await graph.token({}, -10)}` },
      { authorization: `Bearer ${await foreign.token(testViewer())}` },
      { authorization: `Bearer ${unsigned}` },
      { authorization: 'ApiKey pk_unknown' },
      { 'x-api-key': 'pk_unknown' },
    ];
    for (const headers of wrong) {
      const { status, errors } = await whoAmI(headers);
      expect([status, errors]).toMatchObject([401, [{ extensions: { code: 'UNAUTHENTICATED' } }]]);
      expect(Object.keys(errors![0]!)).toEqual(['message', 'extensions']);
    }
  });

  it('refuses the token of a session that was logged out', async () => {
    const headers = await graph.credentials({ sessionId: 's1' });
    expect((await whoAmI(headers)).status).toBe(200);
    await graph.cache.set(revokedSessionKey('s1'), true, 60);
    expect((await whoAmI(headers)).status).toBe(401);
  });

  it.each([
    ['authorization', async (g: TestGateway) => `Bearer ${await g.token()}`],
    ['Authorization', async (g: TestGateway) => `Bearer ${await g.token()}`],
    ['apiKey', async () => knownApiKey],
    ['x-api-key', async () => knownApiKey],
  ])('knows the viewer of a socket by "%s"', async (name, credential) => {
    const client = socketClient(graph.socketUrl, { [name]: await credential(graph) });
    const { results } = await collect(client, '{ me { username } }');
    expect(results).toEqual([{ data: { me: { username: expect.stringMatching(/^(ada|keyholder)$/) } } }]);
    await client.dispose();
  });

  it('closes a socket whose credentials are no good with 4403 and a reason', async () => {
    for (const params of [
      { authorization: 'Bearer nonsense' },
      { authorization: 'nonsense' },
      { authorization: { toString: 'no' } },
      { authorization: `Bearer ${await graph.token({}, -10)}` },
      { apiKey: 'pk_unknown' },
    ]) {
      const { closed, messages } = await openRawSocket(graph.socketUrl, params);
      expect(await closed).toEqual({ code: 4403, reason: expect.stringMatching(/^UNAUTHENTICATED: /) });
      expect(messages).toEqual([]);
    }
  });

  it('ends running subscriptions with UNAUTHENTICATED and closes with 4403 when the token expires', async () => {
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials({}, 1));
    socket.subscribe('1', 'subscription { conversationUpdated(conversationId: "c1") { id } }');
    await until(() => socket.of('1').length === 1);
    expect(await socket.closed).toEqual({ code: 4403, reason: 'UNAUTHENTICATED: The access token has expired.' });
    expect(socket.of('1').slice(1)).toEqual([
      {
        id: '1',
        type: 'error',
        payload: [{ message: 'The access token has expired.', extensions: { code: 'UNAUTHENTICATED' } }],
      },
    ]);
    await until(() => graph.chat.events.running === 0);
  });

  it('ends the subscriptions of a session that is logged out, over sockets and event streams, and those of no other', async () => {
    const query = 'subscription { conversationUpdated(conversationId: "c1") { id } }';
    const [mine, other] = await Promise.all(
      ['s1', 's2'].map(async sessionId => {
        const credentials = await graph.credentials({ sessionId });
        const socket = await openRawSocket(graph.socketUrl, credentials);
        socket.subscribe('1', query);
        const stream = fetch(`${graph.url}/graphql/stream?query=${encodeURIComponent(query)}`, {
          headers: { ...credentials, accept: 'text/event-stream' },
        });
        return { socket, stream: (await stream).text() };
      }),
    );
    await until(() => graph.chat.events.running === 4);
    await graph.events.publish(sessionEnded, { sessionId: 's1', userId: 'u1' });
    expect(await mine!.socket.closed).toEqual({ code: 4403, reason: 'UNAUTHENTICATED: This session was logged out.' });
    expect(mine!.socket.of('1').at(-1)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await mine!.stream).toContain('UNAUTHENTICATED');
    await until(() => graph.chat.events.running === 2);
    graph.chat.events.touch();
    await until(() => other!.socket.of('1').filter(({ type }) => type === 'next').length === 2);
    other!.socket.socket.close();
    await graph.gateway.close();
    expect(await other!.stream).toContain('CANCELLED');
  });

  it('publishes the keys', async () => {
    const response = await fetch(`${graph.url}/.well-known/jwks.json`);
    expect(await response.json()).toEqual(graph.keys.published());
  });
});
