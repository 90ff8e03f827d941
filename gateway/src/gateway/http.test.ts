import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { GatewaySettings } from '../settings/index.ts';
import {
  collect,
  overHttp,
  post,
  socketClient,
  startTestGateway,
  type Connect,
  type TestGateway,
} from '../testing/index.ts';

describe('The HTTP endpoint', () => {
  let graph: TestGateway;
  const start = async (settings: Partial<GatewaySettings> = {}, connect?: Connect) => {
    graph = await startTestGateway({ settings, ...(connect && { connect }) });
  };
  afterEach(() => graph.close());

  const raw = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it('answers 413 to a body above the limit', async () => {
    await start({ bodyLimit: 2000 });
    const response = await raw(JSON.stringify({ query: `{ conversation(id: "${'x'.repeat(2000)}") { id } }` }));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The request is larger than 2000 bytes.',
          extensions: { code: 'PAYLOAD_TOO_LARGE', limitBytes: 2000 },
        },
      ],
    });
  });

  it('answers 400 and a code to bodies that are no operation, and refuses batches', async () => {
    await start();
    for (const body of ['{', '', '[]', '7', '{"query":7}', '[{"query":"{__typename}"},{"query":"{__typename}"}]']) {
      const response = await raw(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
  });

  it('refuses a document of too many tokens before it validates it', async () => {
    await start();
    const { status, errors } = await post(graph.url, `{ ${'me '.repeat(20_001)} }`);
    expect(status).toBe(400);
    expect(errors![0]!.extensions['code']).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('refuses an operation that unfolds into too many fields, over HTTP, sockets and event streams alike', async () => {
    await start();
    const doubling = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Conversation { ...F${n + 1} ... on Conversation { ...F${n + 1} } }`,
    ).join(' ');
    const rest = `${doubling} fragment F40 on Conversation { id }`;
    const query = `{ conversation(id: "c1") { ...F0 } } ${rest}`;
    const { status, errors } = await post(graph.url, query);
    expect([status, errors]).toMatchObject([400, [{ extensions: { code: 'BAD_USER_INPUT' } }]]);
    const client = socketClient(graph.socketUrl, await graph.credentials());
    for (const big of [query, `subscription { conversationUpdated(conversationId: "c1") { ...F0 } } ${rest}`]) {
      const { error } = await collect(client, big);
      expect(error).toMatchObject([
        { message: expect.stringContaining('at most'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    await client.dispose();
  });

  it('refuses what a cross-site form or link can send', async () => {
    await start();
    const form = await raw('{"query":"{ __typename }"}', { 'content-type': 'text/plain' });
    expect(form.status).toBe(415);
    const link = await fetch(`${graph.url}/graphql?query={__typename}`);
    expect(link.status).toBe(400);
    const client = await fetch(`${graph.url}/graphql?query={__typename}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(await client.json()).toEqual({ data: { __typename: 'Query' } });
    const mutation = await fetch(`${graph.url}/graphql?query=mutation{rename(username:"x"){id}}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(mutation.status).toBe(405);
  });

  it('lets pages of allowed origins call, also from the studio and from any local port', async () => {
    await start();
    const allowed = async (origin: string) => {
      const response = await fetch(`${graph.url}/graphql`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,authorization',
        },
      });
      return response.headers.get('access-control-allow-origin') === origin;
    };
    expect(await allowed('https://studio.apollographql.com')).toBe(true);
    expect(await allowed('http://localhost:5173')).toBe(true);
    expect(await allowed('https://evil.example')).toBe(false);
    expect(await allowed('http://localhost.evil.example')).toBe(false);
    const error = await raw('{', { origin: 'http://localhost:5173', authorization: 'Bearer nonsense' });
    expect(error.status).toBe(401);
    expect(error.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(error.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('sends security headers and the request id, taking over only a harmless one', async () => {
    await start();
    const answer = await post(graph.url, '{ __typename }', { headers: { 'x-request-id': 'abc-12345' } });
    expect(answer.headers.get('x-request-id')).toBe('abc-12345');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(answer.headers.get('x-powered-by')).toBeNull();
    const injected = await post(graph.url, '{ __typename }', { headers: { 'x-request-id': '{"level":"fatal"} x' } });
    expect(injected.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('answers 429 and when to come back above the rate limit, by client', async () => {
    await start({ rateLimitPerMinute: 2 });
    const ada = await graph.credentials();
    for (let i = 0; i < 2; i += 1) expect((await post(graph.url, '{ __typename }', { headers: ada })).status).toBe(200);
    const refused = await post(graph.url, '{ __typename }', { headers: ada });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.errors![0]!.extensions['code']).toBe('RATE_LIMITED');
    expect((await post(graph.url, '{ __typename }')).status).toBe(200);
  });

  it('takes the hash of a query it has seen in place of its text', async () => {
    await start();
    const query = '{ conversation(id: "c1") { id } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    const ask = async (body: object) => (await (await raw(JSON.stringify(body))).json()) as object;
    expect(await ask({ extensions })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(await ask({ query, extensions })).toEqual({ data: { conversation: { id: 'c1' } } });
    expect(await ask({ extensions })).toEqual({ data: { conversation: { id: 'c1' } } });
  });

  it('shows the schema, or not', async () => {
    await start();
    expect((await post(graph.url, '{ __schema { queryType { name } } }')).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
    await graph.close();
    await start({ introspection: false });
    expect((await post(graph.url, '{ __schema { queryType { name } } }')).status).toBe(400);
  });

  it('answers 404 as JSON to unknown paths', async () => {
    await start();
    const response = await fetch(`${graph.url}/elsewhere`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('is ready while its subgraphs are, and says which one is not', async () => {
    await start({}, overHttp);
    expect(await (await fetch(`${graph.url}/healthz`)).json()).toEqual({ status: 'alive' });
    expect((await fetch(`${graph.url}/readyz`)).status).toBe(200);
    graph.users.isHealthy = false;
    await graph.stop('chat');
    const response = await fetch(`${graph.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      checks: [
        { name: 'subgraph users', healthy: false, detail: 'users store: the store is gone' },
        { name: 'subgraph chat', healthy: false, detail: expect.any(String) },
      ],
    });
  });

  it('measures operations, fetches and streams, for this machine or for whoever has the token', async () => {
    await start();
    await post(graph.url, '{ conversation(id: "gone") { id } }');
    const text = await (await fetch(`${graph.url}/metrics`)).text();
    expect(text).toContain('polyphony_operation_duration_seconds_count{type="query",code="NOT_FOUND"} 1');
    expect(text).toContain('polyphony_subgraph_fetch_duration_seconds_count{subgraph="chat",code="NOT_FOUND"} 1');
    expect((await fetch(`${graph.url}/metrics`, { headers: { 'x-forwarded-for': '1.2.3.4' } })).status).toBe(403);
    await graph.close();
    await start({ metricsToken: 'a-token-for-metrics' });
    expect((await fetch(`${graph.url}/metrics`)).status).toBe(403);
    const headers = { authorization: 'Bearer a-token-for-metrics' };
    expect((await fetch(`${graph.url}/metrics`, { headers })).status).toBe(200);
  });

  it('serves the explorer whole, with a policy that allows nothing from elsewhere', async () => {
    await start();
    const response = await fetch(graph.url);
    const html = await response.text();
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(html).not.toMatch(/(src|href)="https?:/);
    const paths = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
    expect(paths).toHaveLength(6);
    for (const path of paths) {
      const asset = await fetch(graph.url + path);
      expect([asset.status, asset.headers.get('content-encoding')]).toEqual([200, 'gzip']);
      expect(asset.headers.get('content-type')).toMatch(/^text\/(javascript|css)/);
      expect((await asset.text()).length).toBeGreaterThan(1000);
    }
    expect((await fetch(`${graph.url}/explorer/elsewhere.js`)).status).toBe(404);
    await graph.close();
    await start({ explorer: false });
    expect((await fetch(graph.url)).status).toBe(404);
  });

  it('finishes running requests when it shuts down, and accepts no more', async () => {
    await start({}, overHttp);
    const running = post(graph.url, '{ slow }');
    while (graph.users.slowRuns.started === 0) await new Promise(resolve => setTimeout(resolve, 5));
    await graph.gateway.close();
    expect(await running).toMatchObject({ status: 200, data: { slow: false } });
    await expect(post(graph.url, '{ __typename }')).rejects.toThrow();
  });
});
