import { afterEach, describe, expect, it } from '@jest/globals';
import { startScriptedServer, type ScriptedServer } from '../testing/scripted-server.ts';
import { createPolyphonyClient, type PolyphonyClient, type PolyphonyClientOptions } from './polyphony-client.ts';
import type { TypedDocument } from './typed-document.ts';

interface Result {
  stream: { sequence: number };
}
const document = (text: string) => ({ toString: () => text }) as TypedDocument<Result, { after?: number }>;
const resumable = document('subscription ($after: Int) { stream(after: $after) { sequence } }');
const plain = document('subscription { stream { sequence } }');

describe('A subscription', () => {
  let server: ScriptedServer;
  let client: PolyphonyClient;
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  const start = async (
    script: Parameters<typeof startScriptedServer>[0],
    options: Partial<PolyphonyClientOptions> = {},
    serverOptions: Parameters<typeof startScriptedServer>[1] = {},
  ) => {
    server = await startScriptedServer(script, serverOptions);
    client = createPolyphonyClient({ url: server.url, reconnect: { maxDelayMs: 5 }, ...options });
  };
  const read = async (query = resumable, signal?: AbortSignal) => {
    const sequences: number[] = [];
    let error: unknown;
    try {
      for await (const { stream } of client.subscribe(query, {}, { ...(signal && { signal }) })) {
        sequences.push(stream.sequence);
      }
    } catch (caught) {
      error = caught;
    }
    return { sequences, error };
  };
  const tokens = (name: string) => ({
    accessToken: name,
    refreshToken: `refresh-${name}`,
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  });
  /** Answers refreshSession, and counts. */
  const refreshing = () => {
    let count = 0;
    const fetch = async () => Response.json({ data: { refreshSession: tokens(`new-${(count += 1)}`) } });
    return { fetch, count: () => count };
  };

  it.each([
    ['the connection breaks', (operation: { close(code?: number): void }) => operation.close()],
    ['the server goes away', (operation: { close(code?: number): void }) => operation.close(1001)],
    ['the server takes the reader for too slow', (operation: { close(code?: number): void }) => operation.close(4429)],
  ])('neither loses nor repeats an event when %s', async (_what, fail) => {
    await start(operation => {
      const from = Number(operation.variables['after'] ?? 0);
      operation.next(from + 1, from + 2);
      if (from < 6) setImmediate(() => fail(operation));
      else operation.complete();
    });
    const { sequences, error } = await read();
    expect(error).toBeUndefined();
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(sequences.length).toBeGreaterThanOrEqual(8);
    expect(server.operations.length).toBeGreaterThan(2);
  });

  it('sends the text after the server did not know the hash', async () => {
    await start(
      operation => {
        if (operation.query === '') return operation.error('PERSISTED_QUERY_NOT_FOUND');
        operation.next(1);
        operation.complete();
      },
      { sendHashes: true },
    );
    expect(await read(Object.assign(document(String(plain)), { __meta__: { hash: 'aa' } }))).toEqual({
      sequences: [1],
      error: undefined,
    });
    expect(server.operations.map(({ query }) => query)).toEqual(['', String(plain)]);
  });

  it.each(['CANCELLED', 'DOWNSTREAM_SERVICE_ERROR', 'RATE_LIMITED', 'SUBSCRIPTION_SCHEMA_RELOAD'])(
    'goes on when the server ends it with %s',
    async code => {
      await start((operation, index) => {
        operation.next(index + 1);
        if (index === 0) operation.error(code);
        else operation.complete();
      });
      expect(await read()).toEqual({ sequences: [1, 2], error: undefined });
    },
  );

  it('renews an access token that expired on the way, once for all subscriptions of the socket', async () => {
    const { fetch, count } = refreshing();
    await start(
      operation => {
        const isOld = operation.token === 'Bearer old';
        operation.next(isOld ? 1 : 2);
        if (!isOld) operation.complete();
        else setTimeout(() => operation.error('UNAUTHENTICATED'), 20);
      },
      { tokens: tokens('old'), fetch },
    );
    const all = await Promise.all([read(), read(), read()]);
    expect(all).toEqual(Array.from({ length: 3 }, () => ({ sequences: [1, 2], error: undefined })));
    expect(count()).toBe(1);
  });

  it('renews an access token that the server refuses when the socket opens', async () => {
    const { fetch, count } = refreshing();
    await start(operation => operation.complete(), { tokens: tokens('old'), fetch }, { refusedToken: 'Bearer old' });
    expect(await read()).toEqual({ sequences: [], error: undefined });
    expect([count(), server.operations[0]?.token]).toEqual([1, 'Bearer new-1']);
  });

  it('gives up when a renewed token is refused as well', async () => {
    const { fetch, count } = refreshing();
    await start(operation => operation.error('UNAUTHENTICATED'), { tokens: tokens('old'), fetch });
    expect((await read()).error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect([count(), server.operations.length]).toEqual([1, 2]);
  });

  it.each([
    ['NOT_FOUND', undefined],
    ['UNAUTHENTICATED', ['stream']],
    ['INTERNAL_SERVER_ERROR', undefined],
  ])('tells the reader of %s at once', async (code, path) => {
    await start(operation => operation.error(code, path));
    expect((await read()).error).toMatchObject({ name: 'PolyphonyError', code });
    expect(server.operations).toHaveLength(1);
  });

  it('gives up after so many attempts in a row', async () => {
    await start(operation => operation.close(), { reconnect: { attempts: 3, maxDelayMs: 5 } });
    expect((await read()).error).toMatchObject({ code: 'NETWORK_ERROR' });
    expect(server.operations).toHaveLength(4);
  });

  it('unsubscribes when the loop is left, or the iterator while it waits', async () => {
    await start(operation => operation.next(1));
    for await (const _event of client.subscribe(plain, {})) break;
    await server.operations[0]?.left;
    const events = client.subscribe(plain, {});
    await events.next();
    const waiting = events.next();
    await events.return();
    await server.operations[1]?.left;
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('ends at once when it is aborted while it waits, to try again, or for a server that never answers', async () => {
    const isAborted = new AbortController();
    await start(operation => operation.close(), { reconnect: { attempts: 5, maxDelayMs: 600_000 } });
    setTimeout(() => isAborted.abort(), 30);
    expect(await read(plain, isAborted.signal)).toEqual({ sequences: [], error: undefined });
    await client.close();
    await server.close();

    await start(operation => operation.next(1), {}, { silent: true });
    expect(await read(plain, AbortSignal.timeout(30))).toEqual({ sequences: [], error: undefined });
  });

  it('ends with the identity that it was started under', async () => {
    await start(operation => operation.next(1), { tokens: tokens('ada') });
    const events = client.subscribe(plain, {});
    await events.next();
    client.setTokens(tokens('grace'));
    expect(await events.next()).toEqual({ done: true, value: undefined });
    for await (const _event of client.subscribe(plain, {})) break;
    expect(server.operations.map(({ token }) => token)).toEqual(['Bearer ada', 'Bearer grace']);
  });
});
