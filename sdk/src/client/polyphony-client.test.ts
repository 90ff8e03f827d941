import { describe, expect, it } from '@jest/globals';
import { createPolyphonyClient } from './polyphony-client.ts';
import type { TypedDocument } from './typed-document.ts';

const tokens = { accessToken: 'old', refreshToken: 'refresh', expiresAt: new Date(Date.now() + 900_000).toISOString() };
const document = (text: string) => ({ toString: () => text }) as TypedDocument<unknown, Record<string, never>>;
const refused = (path?: string[]) => ({
  errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' }, ...(path && { path }) }],
});

/** A client whose server answers with `answer`, and what was sent to it: the operation and its token. */
function clientOf(answer: (query: string, token: string) => object) {
  const sent: string[] = [];
  const client = createPolyphonyClient({
    url: 'http://server.test',
    tokens,
    fetch: async (_url, init) => {
      const { query } = JSON.parse(String(init?.body)) as { query: string };
      const token = new Headers(init?.headers).get('authorization') ?? 'none';
      sent.push(`${/\w+ (\w+)/.exec(query)?.[1]} ${token}`);
      if (!query.includes('refreshSession')) return Response.json(answer(query, token));
      return Response.json({ data: { refreshSession: { ...tokens, accessToken: 'new' } } });
    },
  });
  return { client, sent };
}

describe('A client', () => {
  it('renews a refused access token and sends the operation again', async () => {
    const { client, sent } = clientOf((_query, token) => (token === 'Bearer new' ? { data: { me: 1 } } : refused()));
    await expect(client.query(document('query Me { me }'))).resolves.toEqual({ me: 1 });
    expect(sent).toEqual(['Me Bearer old', 'RefreshSession none', 'Me Bearer new']);
  });

  it('sends no operation again that was executed: a wrong password counts once', async () => {
    const { client, sent } = clientOf(() => refused(['login']));
    await expect(client.mutate(document('mutation Login { login }'))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(sent).toEqual(['Login Bearer old']);
  });

  it('sends the hash of a generated operation, and its text once the server does not know the hash', async () => {
    const sent: object[] = [];
    let knowsHashes = true;
    const client = createPolyphonyClient({
      url: 'http://server.test',
      sendHashes: true,
      fetch: async (_url, init) => {
        const body = JSON.parse(String(init?.body)) as { query?: string };
        sent.push(body);
        const isKnown = knowsHashes || body.query !== undefined;
        return Response.json(isKnown ? { data: { me: 1 } } : { errors: [{ extensions: { code: notFound } }] });
      },
    });
    const notFound = 'PERSISTED_QUERY_NOT_FOUND';
    const hash = '0123abcd';
    const generated = { toString: () => 'query Me { me }', __meta__: { hash } } as TypedDocument<unknown, object>;
    const byHash = { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } };
    await client.query(generated);
    expect(sent.splice(0)).toEqual([byHash]);
    knowsHashes = false;
    await client.query(generated);
    await client.query(generated);
    expect(sent).toEqual([byHash, { query: 'query Me { me }' }, { query: 'query Me { me }' }]);
  });

  it('opens nothing for a subscription that was left before it began', async () => {
    let opened = 0;
    class CountedSocket extends WebSocket {
      constructor(url: string, protocols?: string) {
        super(url, protocols);
        opened += 1;
      }
    }
    const client = createPolyphonyClient({ url: 'http://127.0.0.1:1', webSocket: CountedSocket });
    const events = client.subscribe(document('subscription S { s }'), {}, { signal: AbortSignal.abort() });
    await expect(events.next()).resolves.toEqual({ done: true, value: undefined });
    expect(opened).toBe(0);
  });
});
