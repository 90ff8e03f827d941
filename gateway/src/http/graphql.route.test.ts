import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { GatewayOptions } from '../gateway/index.ts';
import type { GatewaySettings } from '../settings/index.ts';
import { post, startTestGateway, until, type TestGateway } from '../testing/index.ts';

const graphqlResponse = 'application/graphql-response+json';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('GraphQL over HTTP', () => {
  let graph: TestGateway;
  const start = async (settings: Partial<GatewaySettings> = {}, more: Partial<GatewayOptions> = {}) => {
    graph = await startTestGateway({ settings, more });
  };
  afterEach(() => graph.close());

  const send = async (body: string | object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { response, status: response.status, answer: (await response.json()) as Record<string, never> };
  };
  const get = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${graph.url}/graphql?${new URLSearchParams(parameters)}`, {
      headers: { 'apollo-require-preflight': '1', ...headers },
    });

  it('answers in the content type that is accepted, and 406 when there is none', async () => {
    await start();
    const type = async (accept: string) => {
      const { response } = await send({ query: '{ __typename }' }, { accept });
      return response.headers.get('content-type');
    };
    expect(await type('*/*')).toBe('application/json; charset=utf-8');
    expect(await type(`${graphqlResponse}, application/json;q=0.9`)).toBe(`${graphqlResponse}; charset=utf-8`);
    const refused = await send({ query: '{ __typename }' }, { accept: 'text/html' });
    expect(refused).toMatchObject({ status: 406, answer: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
    expect(refused.response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('answers 200 where something was executed and 4xx where not, in both content types', async () => {
    await start();
    for (const accept of ['application/json', graphqlResponse]) {
      const status = async (query: string) => (await send({ query }, { accept })).status;
      expect(await status('{ conversation(id: "gone") { id } }')).toBe(200);
      expect(await status('{ me { id } }')).toBe(200);
      expect(await status('{ nothing }')).toBe(400);
      expect(await status('{')).toBe(400);
    }
  });

  it('sends the bytes of any text, and says how many', async () => {
    await start();
    const username = 'Grüße, 世界 🦉';
    const { response, answer } = await send(
      { query: 'mutation($username: String!) { rename(username: $username) { username } }', variables: { username } },
      await graph.credentials(),
    );
    expect(answer).toEqual({ data: { rename: { username } } });
    const bytes = Buffer.byteLength(JSON.stringify(answer));
    expect(response.headers.get('content-length')).toBe(String(bytes));
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('names the field of a body that is no operation, and refuses keys that reach for prototypes', async () => {
    await start();
    expect(await send({ query: '{ __typename }', variables: [1] })).toMatchObject({
      status: 400,
      answer: { errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'variables' } }] },
    });
    const polluting = await send('{"query":"{ __typename }","variables":{"__proto__":{"isAdmin":true}}}');
    expect(polluting).toMatchObject({
      status: 400,
      answer: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
  });

  it('runs queries by GET with variables, and says how mutations are run', async () => {
    await start();
    const query = 'query($id: ID!) { conversation(id: $id) { id } }';
    const answered = await get({ query, variables: '{"id":"c7"}' });
    expect(await answered.json()).toEqual({ data: { conversation: { id: 'c7' } } });
    expect((await get({ query, variables: '{' })).status).toBe(400);
    const refused = await get({ query: 'mutation { rename(username: "x") { id } }' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
    const link = await fetch(`${graph.url}/graphql?query={__typename}`, {
      headers: { 'x-apollo-operation-name': 'Q' },
    });
    expect(link.status).toBe(200);
  });

  it('takes hashes by GET, and answers unknown ones as the content type demands', async () => {
    await start();
    const query = '{ conversation(id: "c1") { id } }';
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: sha256(query) } });
    expect((await get({ extensions })).status).toBe(200);
    expect((await get({ extensions }, { accept: graphqlResponse })).status).toBe(400);
    expect((await get({ query, extensions })).status).toBe(200);
    expect(await (await get({ extensions })).json()).toEqual({ data: { conversation: { id: 'c1' } } });
    const wrong = await get({ query: '{ __typename }', extensions });
    expect(wrong.status).toBe(400);
  });

  it('runs trusted documents by their hash, and nothing else where only those may run', async () => {
    const query = '{ conversation(id: "c1") { id } }';
    await start({ trustedDocuments: 'only' }, { persistedOperations: { [sha256(query)]: query } });
    expect(await send({ documentId: sha256(query) })).toMatchObject({
      status: 200,
      answer: { data: { conversation: { id: 'c1' } } },
    });
    expect(await send({ query: '{ __typename }' })).toMatchObject({
      status: 400,
      answer: { errors: [{ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } }] },
    });
  });

  it('tells in extensions what is asked for, and nothing otherwise', async () => {
    await start();
    const query = '{ conversations(count: 3) { title } }';
    const { answer } = await send({ query }, { 'x-graphql-cost': '1' });
    expect(answer['extensions']).toEqual({ cost: { estimated: expect.any(Number), max: expect.any(Number) } });
    expect(Object.keys((await send({ query })).answer)).toEqual(['data']);
  });

  describe('where equal requests share an answer', () => {
    const slow = (headers: Record<string, string>) => post(graph.url, '{ slow }', { headers });

    it('executes a query once for one client, and once more for another', async () => {
      await start({ shareEqualRequests: true });
      const [ada, grace] = [await graph.credentials(), await graph.credentials({ id: 'u2' })];
      const answers = [slow(ada), slow(ada), slow(ada), slow(grace)];
      await until(() => graph.users.slowRuns.started === 2);
      for (const { status, data } of await Promise.all(answers)) expect([status, data]).toEqual([200, { slow: false }]);
      expect(graph.users.slowRuns.started).toBe(2);
      expect(graph.fetches).toEqual({ users: 2 });
    });

    it('executes every mutation', async () => {
      await start({ shareEqualRequests: true });
      const headers = await graph.credentials();
      const rename = () => post(graph.url, 'mutation { rename(username: "x") { id } }', { headers });
      const answers = await Promise.all([rename(), rename(), rename()]);
      expect(answers.map(({ data }) => data)).toEqual(Array.from({ length: 3 }, () => ({ rename: { id: 'u1' } })));
      expect(graph.fetches).toEqual({ users: 3 });
    });

    it('goes on when the first client leaves, and tells the subgraph when all have left', async () => {
      await start({ shareEqualRequests: true });
      const clients = [new AbortController(), new AbortController()];
      const [first, second] = clients.map(({ signal }) =>
        fetch(`${graph.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"query":"{ slow }"}',
          signal,
        }),
      );
      await until(() => graph.users.slowRuns.started === 1);
      // Long enough for the second to have joined.
      await post(graph.url, '{ __typename }');
      clients[0]!.abort();
      await expect(first).rejects.toThrow();
      await post(graph.url, '{ __typename }');
      expect(graph.users.slowRuns).toEqual({ started: 1, aborted: 0 });
      clients[1]!.abort();
      await expect(second).rejects.toThrow();
      await until(() => graph.users.slowRuns.aborted === 1);
    });
  });
});
