import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { collect, openRawSocket, socketClient, startTestGateway, type TestGateway } from '../testing/index.ts';
import type { GatewaySettings } from '../settings/index.ts';

const trusted = '{ conversation(id: "c1") { title } }';
const hash = createHash('sha256').update(trusted).digest('hex');

describe('Protection in front of strangers', () => {
  let graph: TestGateway;
  const start = async (settings: Partial<GatewaySettings>) => {
    graph = await startTestGateway({ settings, more: { persistedOperations: { [hash]: trusted } } });
  };
  afterEach(() => graph.close());

  const ask = async (body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...((await response.json()) as { errors?: { message: string }[] }) };
  };
  const overSocket = async (query: string, extensions?: Record<string, unknown>) => {
    const client = socketClient(graph.socketUrl);
    const results: unknown[] = [];
    try {
      for await (const result of client.iterate({ query, ...(extensions && { extensions }) })) results.push(result);
    } catch (error) {
      results.push(error);
    }
    await client.dispose();
    return results;
  };
  const overEventStream = async (body: object) => {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    return (await fetch(`${graph.url}/graphql/stream`, { method: 'POST', headers, body: JSON.stringify(body) })).text();
  };

  it('refuses an operation above the maximum cost before anything is fetched, whichever way it comes', async () => {
    await start({ maxCost: 100 });
    const query = '{ conversations(count: 1) { members { id } } }';
    const refusal = { extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated: 110, max: 100 } } };
    expect(await ask({ query })).toMatchObject({ status: 400, errors: [refusal] });
    expect(await overSocket(query)).toMatchObject([[refusal]]);
    expect(await overEventStream({ query })).toContain('COST_ESTIMATED_TOO_EXPENSIVE');
    expect(graph.fetches).toEqual({});
  });

  it('tells the cost to who asks for it', async () => {
    await start({});
    const cost = { estimated: 1, max: 100_000 };
    expect(await ask({ query: trusted }, { 'x-graphql-cost': '1' })).toMatchObject({ extensions: { cost } });
    expect(await ask({ query: trusted })).not.toHaveProperty('extensions');
  });

  it('runs nothing but trusted documents where only they may run, whichever way they come', async () => {
    await start({ trustedDocuments: 'only' });
    const data = { conversation: { title: 'title of c1' } };
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    expect(await ask({ query: trusted })).toMatchObject({ status: 200, data });
    expect(await ask({ extensions })).toMatchObject({ status: 200, data });
    expect(await ask({ documentId: `sha256:${hash}` })).toMatchObject({ status: 200, data });
    expect(await overSocket('', extensions)).toEqual([{ data }]);
    expect(await overEventStream({ query: '', extensions })).toContain('title of c1');

    const other = `${trusted} `;
    const link = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(other).digest('hex') } };
    const refusal = { extensions: { code: 'QUERY_NOT_IN_SAFELIST' } };
    expect(await ask({ query: other })).toMatchObject({ status: 400, errors: [refusal] });
    expect(await ask({ query: other, extensions: link })).toMatchObject({ status: 400, errors: [refusal] });
    expect(await ask({ extensions: link })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(await overSocket(other)).toMatchObject([[refusal]]);
    expect(await overEventStream({ query: other })).toContain('QUERY_NOT_IN_SAFELIST');
  });

  it('runs no mutation by GET that is sent as a hash', async () => {
    const mutation = 'mutation { rename(username: "x") { id } }';
    graph = await startTestGateway({
      settings: { trustedDocuments: 'allow' },
      more: { persistedOperations: { [createHash('sha256').update(mutation).digest('hex')]: mutation } },
    });
    const link = { version: 1, sha256Hash: createHash('sha256').update(mutation).digest('hex') };
    const search = new URLSearchParams({ extensions: JSON.stringify({ persistedQuery: link }) }).toString();
    for (const path of ['/graphql', '/graphql/stream']) {
      const accept = path === '/graphql' ? 'application/json' : 'text/event-stream';
      const headers = { accept, 'apollo-require-preflight': '1', ...(await graph.credentials()) };
      expect((await fetch(`${graph.url}${path}?${search}`, { headers })).status).toBe(405);
    }
  });

  it('knows trusted documents by hash beside all others, or not at all', async () => {
    await start({ trustedDocuments: 'allow' });
    expect(await ask({ documentId: hash })).toMatchObject({ status: 200 });
    expect(await ask({ query: '{ __typename }' })).toMatchObject({ status: 200 });
    await graph.close();
    await start({ trustedDocuments: 'off' });
    expect(await ask({ documentId: hash })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
  });

  it('shows no schema where it is switched off, and proposes no names of it', async () => {
    await start({ introspection: false });
    for (const query of [
      '{ __schema { queryType { name } } }',
      '{ __typename ... { type: __type(name: "User") { name } } }',
    ]) {
      expect(await ask({ query })).toMatchObject({ status: 400 });
      expect(await overSocket(query)).toMatchObject([[{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]]);
      expect(await overEventStream({ query })).toContain('GRAPHQL_VALIDATION_FAILED');
    }
    for (const query of [
      '{ conversatio(id: 1) { id } }',
      '{ conversation(i: 1) { id } }',
      '{ me { ... on Use { id } } }',
    ]) {
      const { errors } = await ask({ query });
      expect(errors!.map(({ message }) => message).join()).not.toMatch(/did you mean/i);
    }
    expect(await ask({ query: '{ conversation(id: "c1") { __typename } }' })).toMatchObject({ status: 200 });
  });

  it('looks no more API keys up for an address of which too many were unknown', async () => {
    await start({ failedAuthenticationsPerMinute: 3 });
    const guess = (key: string) => ask({ query: trusted }, { 'x-api-key': key });
    for (let guesses = 0; guesses < 4; guesses += 1)
      expect(await guess(`key-${guesses}`)).toMatchObject({ status: 401 });
    expect(await guess('another')).toMatchObject({ status: 429, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(graph.users.keyLookUps).toBe(4);
    const { closed } = await openRawSocket(graph.socketUrl, { apiKey: 'yet another' });
    expect(await closed).toMatchObject({ code: 4429 });
    expect(graph.users.keyLookUps).toBe(4);
    expect(await ask({ query: trusted })).toMatchObject({ status: 200 });
  });

  it('counts all requests of an address, those of viewers and those with wrong credentials too', async () => {
    await start({ rateLimitPerMinuteAndAddress: 3 });
    expect(await ask({ query: trusted }, await graph.credentials({ id: 'u1' }))).toMatchObject({ status: 200 });
    expect(await ask({ query: trusted }, { authorization: 'nonsense' })).toMatchObject({ status: 401 });
    expect(await ask({ query: trusted })).toMatchObject({ status: 200 });
    expect(await ask({ query: trusted }, await graph.credentials({ id: 'u2' }))).toMatchObject({ status: 429 });
  });

  it('holds few sockets of an address that has not said who it is, and makes room when they do or leave', async () => {
    await start({ maxSocketsPerClient: 2 });
    const first = await openRawSocket(graph.socketUrl);
    const second = await openRawSocket(graph.socketUrl);
    const refused = await openRawSocket(graph.socketUrl);
    expect(await refused.closed).toMatchObject({ code: 1006 });
    first.send({ type: 'connection_init', payload: await graph.credentials() });
    while (first.messages.length === 0) await new Promise(resolve => setTimeout(resolve, 5));
    const third = await openRawSocket(graph.socketUrl);
    expect(third.socket.readyState).toBe(third.socket.OPEN);
    second.socket.terminate();
    await second.closed;
    await expect(collect(socketClient(graph.socketUrl), trusted)).resolves.toHaveProperty('results.length', 1);
    for (const { socket } of [first, third]) socket.terminate();
  });

  it('tells what is not ready to operators alone', async () => {
    const check = () => Promise.reject(new Error('The store is gone.'));
    graph = await startTestGateway({
      settings: { metricsToken: 'a-token-for-operators' },
      more: { healthChecks: [{ name: 'store', check }] },
    });
    const ready = async (headers: Record<string, string>) => {
      const response = await fetch(`${graph.url}/readyz`, { headers });
      return (await response.json()) as object;
    };
    const proxied = { 'x-forwarded-for': '1.2.3.4' };
    expect(await ready(proxied)).toEqual({ status: 'not ready' });
    expect(await ready({ ...proxied, authorization: 'Bearer wrong' })).toEqual({ status: 'not ready' });
    expect(await ready({ ...proxied, authorization: 'Bearer a-token-for-operators' })).toHaveProperty('checks');
    expect(await ready({})).toHaveProperty('checks');
  });
});
