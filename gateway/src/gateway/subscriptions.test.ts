import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import {
  collect,
  inProcess,
  openRawSocket,
  overHttp,
  socketClient,
  startTestGateway,
  until,
  type TestGateway,
} from '../testing/index.ts';

const tokens = (count: number) => `messageStream(messageId: "m1", count: ${count})`;

describe.each([
  { way: 'in process', connect: inProcess },
  { way: 'over HTTP', connect: overHttp },
])('Subscriptions, subgraphs $way', ({ connect }) => {
  let graph: TestGateway;
  let client: Client;
  beforeEach(async () => {
    graph = await startTestGateway({ connect });
    client = socketClient(graph.socketUrl, await graph.credentials());
  });
  afterEach(async () => {
    await client.dispose();
    await graph.close();
  });

  it('passes events through in order and ends by itself', async () => {
    const { results, error } = await collect(
      client,
      `subscription { ${tokens(200)} { ... on TokenDelta { sequence } ... on MessageFinished { last: sequence } } }`,
    );
    expect(error).toBeUndefined();
    expect(results).toEqual([
      ...Array.from({ length: 200 }, (_, index) => ({ data: { messageStream: { sequence: index + 1 } } })),
      { data: { messageStream: { last: 201 } } },
    ]);
    expect(graph.fetches).toEqual({});
  });

  it('shapes unions, aliases, fragments and __typename, and joins only the events that need it', async () => {
    const { results } = await collect(
      client,
      `subscription Watch($id: ID!) { event: messageStream(messageId: $id, count: 1) { __typename ...Token ...Finished } }
       fragment Token on TokenDelta { position: sequence text }
       fragment Finished on MessageFinished { conversation { title owner: user { kind: __typename username } } }`,
      { id: 'm1' },
    );
    expect(results).toEqual([
      { data: { event: { __typename: 'TokenDelta', position: 1, text: 'token ' } } },
      {
        data: {
          event: {
            __typename: 'MessageFinished',
            conversation: { title: 'title of c1', owner: { kind: 'User', username: 'name of u1' } },
          },
        },
      },
    ]);
    expect(graph.fetches).toEqual({ users: 1 });
  });

  it('fetches what belongs to other subgraphs once per event, and afresh', async () => {
    const results: unknown[] = [];
    const events = client.iterate({
      query: 'subscription { conversationUpdated(conversationId: "c1") { title members { username } } }',
    });
    for await (const result of events) {
      results.push(result);
      if (results.length === 3) break;
      graph.chat.events.touch();
    }
    expect(results[2]).toEqual({
      data: {
        conversationUpdated: {
          title: 'title of c1',
          members: [{ username: 'name of u1' }, { username: 'name of u2' }, { username: 'name of u3' }],
        },
      },
    });
    expect(graph.fetches).toEqual({ users: 3 });
    expect(graph.users.referenceBatches).toEqual([3, 3, 3]);
  });

  it('lets null climb, and keeps the errors of a join', async () => {
    const query = 'subscription { conversationUpdated(conversationId: "c1") { title reviewer { username } } }';
    for await (const result of client.iterate({ query })) {
      expect(result.data).toEqual({ conversationUpdated: { title: 'title of c1', reviewer: null } });
      expect(result.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      break;
    }
    await graph.stop('users');
    for await (const result of client.iterate({ query })) {
      expect(result.data).toEqual({ conversationUpdated: { title: 'title of c1', reviewer: null } });
      expect(result.errors).toMatchObject([{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
      break;
    }
  });

  it('honours @skip and @include below the root', async () => {
    const query = `subscription($no: Boolean!) {
      conversationUpdated(conversationId: "c1") { id title @include(if: $no) user { id username @skip(if: true) } }
    }`;
    for await (const result of client.iterate({ query, variables: { no: false } })) {
      expect(result).toEqual({ data: { conversationUpdated: { id: 'c1', user: { id: 'u1' } } } });
      break;
    }
  });

  it("answers a subgraph's refusal with its code and path", async () => {
    const { results } = await collect(client, 'subscription { messageStream(messageId: "gone") { __typename } }');
    expect(results).toMatchObject([
      {
        data: null,
        errors: [{ message: 'Message not found.', path: ['messageStream'], extensions: { code: 'NOT_FOUND' } }],
      },
    ]);
  });

  it('lets anonymous clients connect and tells them to log in when they ask', async () => {
    const anonymous = socketClient(graph.socketUrl);
    const { results } = await collect(anonymous, `subscription { ${tokens(1)} { __typename } }`);
    expect(results).toMatchObject([{ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    await anonymous.dispose();
  });

  it('ends only the operation that cannot run, never the socket or its other streams', async () => {
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    socket.subscribe('good', 'subscription { conversationUpdated(conversationId: "c1") { id } }');
    await until(() => socket.of('good').length === 1);
    const bad = {
      skipped: `subscription { ${tokens(1)} @skip(if: true) { __typename } }`,
      conditional: `subscription($yes: Boolean!) { ${tokens(1)} @include(if: $yes) { __typename } }`,
      spread: `subscription { ...Root @include(if: false) } fragment Root on Subscription { ${tokens(1)} { __typename } }`,
      two: `subscription { ${tokens(1)} { __typename } conversationUpdated(conversationId: "c1") { id } }`,
      introspection: 'subscription { __typename }',
      circular: 'subscription { ...A } fragment A on Subscription { ...A }',
      unknown: 'subscription { nothing }',
      syntax: 'subscription {',
      missing: 'subscription($id: ID!) { messageStream(messageId: $id) { __typename } }',
      badQuery: '{ nothing }',
    };
    for (const [id, query] of Object.entries(bad)) socket.subscribe(id, query);
    for (const id of Object.keys(bad)) await until(() => socket.of(id).length > 0);
    for (const id of Object.keys(bad)) {
      expect(socket.of(id)).toHaveLength(1);
      expect(socket.of(id)[0]).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: expect.any(String) } }],
      });
      expect(JSON.stringify(socket.of(id))).not.toContain('INTERNAL_SERVER_ERROR');
    }
    graph.chat.events.touch();
    await until(() => socket.of('good').length === 2);
    socket.socket.close();
  });

  it('runs queries and mutations over the socket too', async () => {
    expect(await collect(client, '{ me { username } conversation(id: "gone") { id } }')).toMatchObject({
      results: [
        { data: { me: { username: 'ada' }, conversation: null }, errors: [{ extensions: { code: 'NOT_FOUND' } }] },
      ],
    });
    expect(await collect(client, 'mutation { rename(username: "grace") { username } }')).toEqual({
      results: [{ data: { rename: { username: 'grace' } } }],
    });
  });

  it('stops the source when the client completes, even one that says nothing', async () => {
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    socket.subscribe('1', 'subscription { conversationUpdated(conversationId: "c1") { id } }');
    await until(() => graph.chat.events.running === 1);
    socket.send({ id: '1', type: 'complete' });
    await until(() => graph.chat.events.running === 0);
    socket.socket.close();
  });

  it('stops the sources when the socket breaks', async () => {
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    for (const id of ['1', '2', '3'])
      socket.subscribe(id, `subscription { conversationUpdated(conversationId: "c${id}") { id } }`);
    await until(() => graph.chat.events.running === 3);
    socket.socket.terminate();
    await until(() => graph.chat.events.running === 0);
  });

  it('gives two watchers of one stream the same events', async () => {
    const query = `subscription { ${tokens(50)} { ... on TokenDelta { sequence text } } }`;
    const [one, other] = await Promise.all([collect(client, query), collect(client, query)]);
    expect(one.results).toHaveLength(51);
    expect(one).toEqual(other);
  });
});
