import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inProcess, overHttp, post, startTestGateway, until, type TestGateway } from '../testing/index.ts';

describe.each([
  { way: 'in process', connect: inProcess },
  { way: 'over HTTP', connect: overHttp },
])('Queries and mutations, subgraphs $way', ({ connect }) => {
  let graph: TestGateway;
  let headers: { authorization: string };
  beforeEach(async () => {
    graph = await startTestGateway({ connect, settings: { requestTimeoutMs: 400 } });
    headers = await graph.credentials();
  });
  afterEach(() => graph.close());

  it('joins entities of another subgraph in one fetch and one batch, whatever the number of rows', async () => {
    const { data, errors } = await post(
      graph.url,
      '{ conversations(count: 20) { title user { username } members { id username } } }',
    );
    expect(errors).toBeUndefined();
    const conversations = data!['conversations'] as unknown as { title: string; members: object[] }[];
    expect(conversations).toHaveLength(20);
    expect(conversations[7]).toEqual({
      title: 'title of c7',
      user: { username: 'name of u1' },
      members: [1, 2, 3].map(n => ({ id: `u${n}`, username: `name of u${n}` })),
    });
    // Two places of the plan want users, side by side; three users stand in all 80 of them.
    expect(graph.fetches).toEqual({ chat: 1, users: 1 });
    expect(graph.users.referenceBatches).toEqual([3]);
  });

  it('shapes aliases, fragments and __typename', async () => {
    const { data } = await post(
      graph.url,
      `query { mine: conversation(id: "c1") { kind: __typename ...Owner } }
       fragment Owner on Conversation { owner: user { __typename name: username nickname } }`,
    );
    expect(data).toEqual({
      mine: { kind: 'Conversation', owner: { __typename: 'User', name: 'name of u1', nickname: null } },
    });
  });

  it('answers null for an entity that is gone, says so, and gives the rest', async () => {
    const { data, errors } = await post(graph.url, '{ conversation(id: "c1") { title reviewer { nickname } } }');
    expect(data).toEqual({ conversation: { title: 'title of c1', reviewer: { nickname: null } } });
    expect(errors).toMatchObject([{ path: ['conversation', 'reviewer'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('lets null climb to the next field that may be null', async () => {
    const { data } = await post(graph.url, '{ conversation(id: "c1") { title reviewer { username } } }');
    expect(data).toEqual({ conversation: { title: 'title of c1', reviewer: null } });
  });

  it('runs mutations for the viewer', async () => {
    const { data } = await post(graph.url, 'mutation { rename(username: "grace") { id username } }', { headers });
    expect(data).toEqual({ rename: { id: 'u1', username: 'grace' } });
  });

  it("keeps message, path, code and field of a subgraph's error, and nothing about the subgraph", async () => {
    const { status, errors } = await post(graph.url, 'mutation { rename(username: " ") { id } }', { headers });
    expect(status).toBe(200);
    expect(errors).toEqual([
      {
        message: 'The username is empty.',
        path: ['rename'],
        extensions: { code: 'BAD_USER_INPUT', field: 'username' },
      },
    ]);
  });

  it('masks an unexpected error and names the request', async () => {
    const { data, errors, headers: answered } = await post(graph.url, '{ crash conversation(id: "c1") { id } }');
    expect(data).toEqual({ crash: null, conversation: { id: 'c1' } });
    expect(errors).toEqual([
      {
        message: 'Internal server error',
        path: ['crash'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: answered.get('x-request-id') },
      },
    ]);
  });

  it('tells subgraphs the request id, the address and the agent of the client', async () => {
    const { data } = await post(graph.url, '{ requestFacts }', {
      headers: { 'x-request-id': 'request-of-the-test', 'user-agent': 'tester/1' },
    });
    expect(JSON.parse(data!['requestFacts']!)).toEqual({
      requestId: 'request-of-the-test',
      clientAddress: '127.0.0.1',
      userAgent: 'tester/1',
    });
  });

  it('answers 400 to variables that do not fit', async () => {
    const { status, errors } = await post(graph.url, 'query($id: ID!) { conversation(id: $id) { id } }');
    expect(status).toBe(400);
    expect(errors![0]!.extensions['code']).toBe('BAD_USER_INPUT');
    expect(errors![0]!.message).toContain('$id');
  });

  it.each([
    ['{ conversation(id: "c1") { nothing } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ conversation(id: "c1") { id }', 'GRAPHQL_PARSE_FAILED'],
    ['subscription { conversationUpdated(conversationId: "c1") { id } }', 'BAD_USER_INPUT'],
    ['', 'BAD_USER_INPUT'],
  ])('answers 400 and a code to %j', async (query, code) => {
    const { status, errors, data } = await post(graph.url, query);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors![0]!.extensions['code']).toBe(code);
    expect(JSON.stringify(errors)).not.toContain('stack');
  });

  it('nulls only the fields of a subgraph that is down', async () => {
    await graph.stop('users');
    const { status, data, errors } = await post(
      graph.url,
      '{ conversation(id: "c1") { title reviewer { nickname } } requestedBy: crash }',
    );
    expect(status).toBe(200);
    expect(data).toEqual({ conversation: { title: 'title of c1', reviewer: { nickname: null } }, requestedBy: null });
    expect(errors!.map(error => error.extensions['code'])).toEqual([
      'DOWNSTREAM_SERVICE_ERROR',
      'DOWNSTREAM_SERVICE_ERROR',
    ]);
  });

  it('answers GATEWAY_TIMEOUT in time, beside what was ready', async () => {
    const started = Date.now();
    const { data, errors } = await post(graph.url, '{ slow conversation(id: "c1") { id } }');
    expect(Date.now() - started).toBeLessThan(1200);
    expect(data).toEqual({ slow: null, conversation: { id: 'c1' } });
    expect(errors!.map(error => error.extensions['code'])).toEqual(['GATEWAY_TIMEOUT']);
  });

  it('tells the subgraph when the client has left', async () => {
    await graph.close();
    graph = await startTestGateway({ connect });
    const leaving = new AbortController();
    const request = fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ slow }' }),
      signal: leaving.signal,
    });
    await until(() => graph.users.slowRuns.started === 1);
    leaving.abort();
    await expect(request).rejects.toThrow();
    await until(() => graph.users.slowRuns.aborted === 1);
  });
});
