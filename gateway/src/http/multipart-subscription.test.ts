import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { meros } from 'meros/node';
import { inProcess, overHttp, startTestGateway, until, type TestGateway } from '../testing/index.ts';

/** What Apollo Client sends. */
const accept = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json';

describe.each([
  { way: 'in process', connect: inProcess },
  { way: 'over HTTP', connect: overHttp },
])('Multipart subscriptions, subgraphs $way', ({ connect }) => {
  let graph: TestGateway;
  let headers: Record<string, string>;
  const start = async (socketKeepAliveMs: number) => {
    graph = await startTestGateway({ connect, settings: { socketKeepAliveMs, maxSocketsPerClient: 2 } });
    headers = { ...(await graph.credentials()), accept, 'content-type': 'application/json' };
  };
  beforeEach(() => start(12_000));
  afterEach(() => graph.close());

  const open = (query: string, more: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(`${graph.url}/graphql`, { method: 'POST', headers: { ...headers, ...more } }, response =>
        resolve(response.on('error', () => undefined)),
      )
        .on('error', reject)
        .end(JSON.stringify({ query }));
    });
  /** Reads the parts as a client does that knows nothing of us. */
  const read = async (response: IncomingMessage) => {
    const parts = await meros<object>(response);
    const bodies: object[] = [];
    if (parts === response || !(Symbol.asyncIterator in parts)) throw new Error('The answer is not multipart.');
    for await (const part of parts as AsyncGenerator<{ json: boolean; body: object }>) {
      expect(part.json).toBe(true);
      bodies.push(part.body);
    }
    return bodies;
  };
  const text = async (response: IncomingMessage) => {
    let all = '';
    for await (const chunk of response.setEncoding('utf8')) all += String(chunk);
    return all;
  };
  const updatesOf = (id: string) =>
    `subscription { conversationUpdated(conversationId: "${id}") { id user { username } } }`;
  const updates = updatesOf('c1');

  it('stream the results of a subscription, completed from other subgraphs', async () => {
    const response = await open(
      `subscription { messageStream(messageId: "m1", count: 30) {
        ... on TokenDelta { sequence } ... on MessageFinished { conversation { user { username } } } } }`,
    );
    expect(response.statusCode).toBe(200);
    const parts = (await read(response)).filter(part => Object.keys(part).length > 0);
    expect(parts).toEqual([
      ...Array.from({ length: 30 }, (_, index) => ({ payload: { data: { messageStream: { sequence: index + 1 } } } })),
      { payload: { data: { messageStream: { conversation: { user: { username: 'name of u1' } } } } } },
    ]);
  });

  it('have the boundaries and part headers that the protocol asks for, each part closed as soon as it is written', async () => {
    const response = await open(updates);
    expect(response.headers['content-type']).toMatch(
      /^multipart\/mixed; ?boundary="?graphql"?; ?subscriptionSpec="?1\.0"?$/,
    );
    expect(response.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    let all = '';
    response.setEncoding('utf8').on('data', chunk => (all += String(chunk)));
    const part = (json: string) => `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;
    const event = part('{"payload":{"data":{"conversationUpdated":{"id":"c1","user":{"username":"name of u1"}}}}}');
    await until(() => all.endsWith(event));
    graph.chat.events.touch();
    await until(() => all.endsWith(event + event));
    void graph.gateway.close();
    await until(() => response.complete);
    expect(all.endsWith('\r\n--graphql--\r\n')).toBe(true);
    expect(all).toContain('{"payload":null,"errors":[{');
    expect(all).toContain('CANCELLED');
  });

  it('send heartbeats while nothing happens', async () => {
    await graph.close();
    await start(20);
    const response = await open('subscription { messageStream(messageId: "idle") { __typename } }');
    let all = '';
    response.setEncoding('utf8').on('data', chunk => (all += String(chunk)));
    await until(() => all.split('\r\n\r\n{}\r\n--graphql').length > 3);
    response.destroy();
  });

  it('end the source when the client leaves, and bound the streams of a client', async () => {
    const [first, second] = await Promise.all([open(updates), open(updatesOf('c2'))]);
    await until(() => graph.chat.events.running === 2);
    const third = await open(updates);
    expect(third.statusCode).toBe(429);
    expect(JSON.parse(await text(third))).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    first.destroy();
    second.destroy();
    await until(() => graph.chat.events.running === 0);
    await until(async () => {
      const again = await open(updates);
      again.destroy();
      return again.statusCode === 200;
    });
  });

  it('end with the error when the token expires', async () => {
    headers = { ...headers, ...(await graph.credentials({}, 1)) };
    const parts = await read(await open(updates));
    expect(parts.at(-1)).toMatchObject({ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('are answered as JSON where there is nothing to stream', async () => {
    const query = await open('{ me { username } }');
    expect(query.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(await text(query))).toEqual({ data: { me: { username: 'ada' } } });
    const invalid = await open('subscription { nothing }');
    expect(invalid.statusCode).toBe(400);
    expect(JSON.parse(await text(invalid))).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    const refused = await open(updates, { accept: 'application/json' });
    expect([refused.statusCode, await text(refused)]).toEqual([400, expect.stringContaining('subscriptionSpec=1.0')]);
  });
});
