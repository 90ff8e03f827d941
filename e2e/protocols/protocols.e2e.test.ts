import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPolyphonyClient, LoginDocument, LogoutDocument, SendMessageDocument } from '@polyphony/sdk';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { createAccount, startConversation, type Account } from '../harness/account.ts';
import { startPolyphony, type Polyphony } from '../harness/polyphony.ts';
import { reissuedToken } from '../harness/reissued-token.ts';

const streamQuery = `subscription ($id: ID!) {
  messageStream(messageId: $id) { ... on TokenDelta { text } ... on MessageFinished { message { status conversation { user { username } } } } }
}`;
interface StreamEvent {
  messageStream: { text?: string; message?: { status: string; conversation: { user: { username: string } } } };
}

describe('the protocols of the gateway', () => {
  let polyphony: Polyphony;
  let account: Account;
  const clients: Client[] = [];

  beforeAll(async () => {
    polyphony = await startPolyphony();
    account = await createAccount(polyphony.url);
  });
  afterAll(async () => {
    for (const client of clients) await client.dispose();
    await account.client.close();
    await polyphony.stop();
  });

  const connect = (connectionParams: Record<string, unknown>) => {
    const client = createClient({
      url: `${polyphony.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });
    clients.push(client);
    return client;
  };
  const bearer = (token = account.tokens.accessToken) => ({ authorization: `Bearer ${token}` });
  const startReply = async (content: string) => {
    const conversationId = await startConversation(account.client);
    const { sendMessage } = await account.client.mutate(SendMessageDocument, { input: { conversationId, content } });
    return sendMessage.reply.id;
  };

  it('streams over graphql-ws, with other subgraphs joined into an event', async () => {
    const id = await startReply('tokens=10 delay=5');
    const events: StreamEvent[] = [];
    for await (const { data } of connect(bearer()).iterate<StreamEvent & Record<string, unknown>>({
      query: streamQuery,
      variables: { id },
    })) {
      if (data) events.push(data);
    }
    expect(events.map(({ messageStream }) => messageStream.text ?? '').join('')).toMatch(/^word0 .* word9 $/);
    expect(events.at(-1)?.messageStream.message).toEqual({
      status: 'COMPLETE',
      conversation: { user: { username: account.username } },
    });
  });

  it('streams over server-sent events', async () => {
    const id = await startReply('tokens=10 delay=5');
    const client = createSseClient({ url: `${polyphony.url}/graphql/stream`, headers: bearer(), retryAttempts: 0 });
    const texts: string[] = [];
    for await (const { data } of client.iterate<StreamEvent & Record<string, unknown>>({
      query: streamQuery,
      variables: { id },
    })) {
      texts.push(data?.messageStream.text ?? '');
    }
    expect(texts.join('')).toMatch(/^word0 .* word9 $/);
    client.dispose();
  });

  it('runs queries and mutations over the socket too', async () => {
    const client = connect(bearer());
    const answers = [];
    for await (const { data } of client.iterate({ query: '{ me { username } }' })) answers.push(data);
    expect(answers).toEqual([{ me: { username: account.username } }]);
  });

  it('lets an invalid operation harm only itself', async () => {
    const id = await startReply('tokens=40 delay=10');
    const client = connect(bearer());
    const watching = (async () => {
      let text = '';
      for await (const { data } of client.iterate<StreamEvent & Record<string, unknown>>({
        query: streamQuery,
        variables: { id },
      })) {
        text += data?.messageStream.text ?? '';
      }
      return text;
    })();
    const bad = [
      'subscription { nothing }',
      'subscription ($id: ID!) { messageStream(messageId: $id) @skip(if: true) { __typename } }',
      `subscription ($id: ID!) { messageStream(messageId: $id) { __typename } conversationUpdated(conversationId: $id) { id } }`,
      'subscription {',
    ];
    for (const query of bad) {
      const run = async () => {
        for await (const result of client.iterate({ query, variables: { id } })) if (result.errors) throw result.errors;
      };
      await expect(run()).rejects.toBeInstanceOf(Array);
    }
    await expect(watching).resolves.toMatch(/^word0 .* word39 $/);
  });

  it('refuses an expired and a malformed token on every protocol', async () => {
    const expired = await reissuedToken(account.tokens.accessToken, polyphony.dataFolder, -60);
    for (const token of [expired, 'malformed', `${account.tokens.accessToken}x`]) {
      const socket = async () => {
        for await (const result of connect(bearer(token)).iterate({ query: '{ me { id } }' }))
          if (result.errors) throw result.errors;
      };
      await expect(socket()).rejects.toMatchObject({ code: expect.any(Number) });
      for (const path of ['/graphql', '/graphql/stream']) {
        const response = await fetch(polyphony.url + path, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: path === '/graphql' ? 'application/json' : 'text/event-stream',
            ...bearer(token),
          },
          body: JSON.stringify({ query: '{ me { id } }' }),
        });
        expect(await response.text()).toContain('UNAUTHENTICATED');
      }
    }
  });

  it('ends a running subscription when its token expires', async () => {
    const id = await startReply('tokens=1000 delay=20');
    const token = await reissuedToken(account.tokens.accessToken, polyphony.dataFolder, 3);
    const startedAt = Date.now();
    const run = async () => {
      for await (const { errors } of connect(bearer(token)).iterate({ query: streamQuery, variables: { id } }))
        if (errors) throw errors;
    };
    const end: unknown = await run().catch((error: unknown) => error);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    const coded = Array.isArray(end)
      ? end[0]?.extensions?.code === 'UNAUTHENTICATED'
      : [4401, 4403].includes((end as { code: number }).code);
    expect(coded).toBe(true);
  });

  it('ends the running subscriptions of a session that is logged out', async () => {
    const id = await startReply('tokens=1000 delay=20');
    const client = createPolyphonyClient({ url: polyphony.url });
    const { login } = await client.mutate(LoginDocument, {
      input: { login: account.username, password: account.password },
    });
    client.setTokens(login);
    const run = async () => {
      let hasLeft = false;
      for await (const { data, errors } of connect(bearer(login.accessToken)).iterate({
        query: streamQuery,
        variables: { id },
      })) {
        if (errors) throw errors;
        if (data && !hasLeft) await client.mutate(LogoutDocument);
        hasLeft = true;
      }
    };
    await expect(run()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('refuses a cross-site form post', async () => {
    const response = await fetch(`${polyphony.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ query: '{ health { service } }' }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain('"data":{"health"');
  });

  it('tells that it is alive and ready, and serves the explorer without the internet', async () => {
    expect((await fetch(`${polyphony.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${polyphony.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${polyphony.url}/metrics`)).text()).toContain('process_cpu');
    const page = await fetch(polyphony.url, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(html).toContain('graphiql');
    expect(html).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
  });

  it('lets Apollo Sandbox connect: CORS and introspection', async () => {
    const preflight = await fetch(`${polyphony.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://studio.apollographql.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://studio.apollographql.com');
    const response = await fetch(`${polyphony.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://studio.apollographql.com' },
      body: JSON.stringify({ query: '{ __schema { queryType { fields { name } } } }' }),
    });
    expect(JSON.stringify(await response.json())).toContain('"conversation"');
  });
});
