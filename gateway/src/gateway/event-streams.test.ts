import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createClient } from 'graphql-sse';
import { inProcess, overHttp, startTestGateway, until, type TestGateway } from '../testing/index.ts';

describe.each([
  { way: 'in process', connect: inProcess },
  { way: 'over HTTP', connect: overHttp },
])('Server-sent events, subgraphs $way', ({ connect }) => {
  let graph: TestGateway;
  let headers: { authorization: string };
  let url: string;
  beforeEach(async () => {
    graph = await startTestGateway({ connect, settings: { slowClientMs: 200 } });
    headers = await graph.credentials();
    url = `${graph.url}/graphql/stream`;
  });
  afterEach(() => graph.close());

  const collect = async (query: string, variables?: Record<string, unknown>) => {
    const client = createClient({ url, headers, retryAttempts: 0 });
    const results: unknown[] = [];
    for await (const result of client.iterate({ query, ...(variables && { variables }) })) results.push(result);
    client.dispose();
    return results;
  };
  const get = (query: string, accept = 'text/event-stream') =>
    fetch(`${url}?${new URLSearchParams({ query, variables: '{"id":"c1"}' })}`, { headers: { ...headers, accept } });

  it('streams a subscription to the graphql-sse client', async () => {
    const results = await collect(
      `subscription($id: ID!) { messageStream(messageId: $id, count: 40) {
        ... on TokenDelta { sequence } ... on MessageFinished { conversation { user { username } } } } }`,
      { id: 'm1' },
    );
    expect(results).toEqual([
      ...Array.from({ length: 40 }, (_, index) => ({ data: { messageStream: { sequence: index + 1 } } })),
      { data: { messageStream: { conversation: { user: { username: 'name of u1' } } } } },
    ]);
  });

  it('runs queries and mutations', async () => {
    expect(await collect('{ me { username } }')).toEqual([{ data: { me: { username: 'ada' } } }]);
    expect(await collect('mutation { rename(username: "grace") { username } }')).toEqual([
      { data: { rename: { username: 'grace' } } },
    ]);
  });

  it('is what an EventSource can read', async () => {
    const response = await get('query($id: ID!) { conversation(id: $id) { id } }');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await response.text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"conversation":{"id":"c1"}}}\n\nevent: complete\ndata:\n\n',
    );
  });

  it('streams the errors of an operation that cannot run', async () => {
    expect(await collect('subscription { nothing }')).toMatchObject([
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
    expect(await collect('subscription { messageStream(messageId: "gone") { __typename } }')).toMatchObject([
      { data: null, errors: [{ path: ['messageStream'], extensions: { code: 'NOT_FOUND' } }] },
    ]);
  });

  it('refuses what a cross-site form can send, mutations by GET, and requests without an operation', async () => {
    expect((await get('{ me { username } }', '*/*')).status).toBe(406);
    expect((await get('mutation { rename(username: "grace") { id } }')).status).toBe(405);
    const form = await fetch(url, {
      method: 'POST',
      headers: { ...headers, accept: 'text/event-stream', 'content-type': 'text/plain' },
      body: JSON.stringify({ query: 'mutation { rename(username: "grace") { id } }' }),
    });
    expect(form.status).toBe(415);
    for (const body of ['{}', '{"query":7}', '{"query":"{ me { id } }","variables":[]}', '[]', '{']) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, accept: 'text/event-stream', 'content-type': 'application/json' },
        body,
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
  });

  it('answers 401 to bad credentials', async () => {
    const response = await fetch(`${url}?query={__typename}`, {
      headers: { authorization: 'Bearer nonsense', accept: 'text/event-stream' },
    });
    expect(response.status).toBe(401);
  });

  it('ends with UNAUTHENTICATED when the token expires', async () => {
    headers = await graph.credentials({}, 1);
    const results = await collect('subscription { conversationUpdated(conversationId: "c1") { id } }');
    expect(results).toEqual([
      { data: { conversationUpdated: { id: 'c1' } } },
      { errors: [{ message: 'The access token has expired.', extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
    await until(() => graph.chat.events.running === 0);
  });

  it('bounds the streams of a client, and counts those that ended no more', async () => {
    await graph.close();
    graph = await startTestGateway({ connect, settings: { maxSocketsPerClient: 2 } });
    headers = await graph.credentials();
    url = `${graph.url}/graphql/stream`;
    const query = 'subscription { conversationUpdated(conversationId: "c1") { id } }';
    const [first] = await Promise.all([open(query), open(query)]);
    expect((await open(query)).statusCode).toBe(429);
    first.destroy();
    await until(async () => {
      const again = await open('{ me { id } }');
      again.resume();
      return again.statusCode === 200;
    });
  });

  it('stops the source when the client leaves', async () => {
    const response = await open('subscription { conversationUpdated(conversationId: "c1") { id } }');
    await until(() => graph.chat.events.running === 1);
    response.destroy();
    await until(() => graph.chat.events.running === 0);
  });

  it('asks the source for no more than the client reads, and gives up one that never does', async () => {
    const response = await open('subscription { messageStream(messageId: "large") { ... on TokenDelta { text } } }');
    response.pause();
    await until(() => graph.chat.events.running === 1);
    await until(() => graph.chat.events.running === 0);
    expect(graph.chat.events.produced).toBeLessThan(3000);
    response.destroy();
  });

  it('ends with a final error at shutdown', async () => {
    const collecting = collect('subscription { conversationUpdated(conversationId: "c1") { id } }');
    await until(() => graph.chat.events.running === 1);
    await graph.gateway.close();
    expect((await collecting).at(-1)).toMatchObject({ errors: [{ extensions: { code: 'CANCELLED' } }] });
  });

  const open = (query: string) =>
    new Promise<IncomingMessage>(resolve => {
      const outgoing = httpRequest(
        url,
        { method: 'POST', headers: { ...headers, accept: 'text/event-stream', 'content-type': 'application/json' } },
        response => resolve(response.on('error', () => undefined)),
      );
      outgoing.on('error', () => undefined).end(JSON.stringify({ query }));
    });
});
