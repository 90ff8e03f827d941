import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { Ctx, Query, Resolver, Subscription } from 'type-graphql';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createRequestContext, type RequestContext, type Viewer } from '../context/index.ts';
import { CancelledError, ConflictError } from '../errors/index.ts';
import { createIdentitySigner, identityHeader, type IdentitySigner } from '../identity/index.ts';
import { createHttpCaller, procedure } from '../internal-calls/index.ts';
import { silentLogger } from '../logging/index.ts';
import { buildSubgraphSchema } from './build-subgraph-schema.ts';
import { serveSubgraph, type ServedSubgraph } from './serve-subgraph.ts';
import type { Subgraph } from './subgraph.ts';

const viewer: Viewer = { id: 'u1', username: 'ada', role: 'USER', isInternal: false, dailyQuota: 10 };
let finishSlow: () => void;

@Resolver()
class GreetingResolver {
  @Query(_type => String)
  greeting(@Ctx() { viewer, requestId }: RequestContext): string {
    return `${viewer?.username ?? 'nobody'} ${requestId}`;
  }

  @Query(_type => Boolean)
  async slow(): Promise<boolean> {
    await new Promise<void>(resolve => (finishSlow = resolve));
    return true;
  }

  @Subscription(_type => String, {
    subscribe: async function* ({ context }: { context: RequestContext }) {
      yield context.viewer?.username;
      await new Promise(resolve => context.signal.addEventListener('abort', resolve));
    },
  })
  ticks(@Ctx() { viewer }: RequestContext): string {
    return `tick for ${viewer?.username}`;
  }
}

describe('A served subgraph', () => {
  let served: ServedSubgraph;
  let isHealthy: boolean;
  const signer: IdentitySigner = createIdentitySigner([{ id: 'k', secret: new Uint8Array(32) }]);

  beforeEach(async () => {
    isHealthy = true;
    const subgraph: Subgraph = {
      name: 'greetings',
      schema: await buildSubgraphSchema({ resolvers: [GreetingResolver] }),
      createContext: createRequestContext,
      procedures: {
        double: procedure(z.object({ n: z.number() }), async ({ n }, { viewer }) => ({ n: 2 * n, by: viewer?.id })),
        nothing: procedure(z.object({}), async () => undefined),
        taken: procedure(z.object({}), async () => {
          throw new ConflictError('Taken.', 'name');
        }),
        crash: procedure(z.object({}), async () => {
          throw new Error('hunter2');
        }),
      },
      healthChecks: [
        {
          name: 'store',
          async check() {
            if (!isHealthy) throw new Error('gone');
          },
        },
      ],
      startWorker: async () => undefined,
      close: async () => undefined,
    };
    served = await serveSubgraph({ subgraph, signer, log: silentLogger, host: '127.0.0.1', port: 0 });
  });
  afterEach(() => served.close());

  const token = () => signer.sign({ caller: 'gateway', viewer, requestId: 'request-1' });
  const post = async (path: string, body: unknown, identity?: string) => {
    const response = await fetch(served.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(identity !== undefined && { [identityHeader]: identity }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const connect = (connectionParams: object): Client =>
    createClient({
      url: `${served.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: connectionParams as Record<string, unknown>,
      retryAttempts: 0,
    });

  it('executes for whom the caller says', async () => {
    expect(await post('/graphql', { query: '{ greeting }' }, token())).toEqual({
      status: 200,
      body: { data: { greeting: 'ada request-1' } },
    });
  });

  it('executes nothing for callers that cannot prove who they are', async () => {
    for (const path of ['/graphql', '/internal/double']) {
      for (const identity of [undefined, 'nonsense']) {
        const { status, body } = await post(path, { query: '{ greeting }', n: 1 }, identity);
        expect(status).toBe(401);
        expect(JSON.stringify(body)).toContain('UNAUTHENTICATED');
      }
    }
  });

  it('runs no procedure for the identity of an operation', async () => {
    const { status, body } = await post('/internal/double', { n: 1 }, token());
    expect([status, (body as { extensions: { code: string } }).extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('labels its work with the request id that comes beside an identity of several requests', async () => {
    const response = await fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [identityHeader]: signer.sign({ caller: 'gateway', viewer }),
        'x-request-id': 'request-in-plain',
      },
      body: JSON.stringify({ query: '{ greeting }' }),
    });
    expect(await response.json()).toEqual({ data: { greeting: 'ada request-in-plain' } });
  });

  it('answers 400 to a body that is no request, and 413 to one that is too large', async () => {
    expect((await post('/graphql', { query: 7 }, token())).status).toBe(400);
    const large = await post('/graphql', { query: `{ greeting } #${'x'.repeat(1024 * 1024)}` }, token());
    expect(large).toMatchObject({ status: 413, body: { errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] } });
  });

  it('offers its procedures to the HTTP caller, errors included', async () => {
    const caller = createHttpCaller({ caller: 'chat', addresses: { greetings: served.url }, signer });
    const call = (procedure: string, input: object) =>
      caller.call({
        service: 'greetings',
        procedure,
        input,
        output: z.unknown(),
        context: createRequestContext({ viewer }),
      });
    expect(await call('double', { n: 21 })).toEqual({ n: 42, by: 'u1' });
    expect(await call('nothing', {})).toBeNull();
    await expect(call('taken', {})).rejects.toMatchObject({
      message: 'Taken.',
      code: 'CONFLICT',
      extensions: { field: 'name' },
    });
    await expect(call('double', { n: 'x' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      extensions: { field: 'n' },
    });
    await expect(call('unheard', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(call('crash', {})).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Internal server error',
    });
  });

  it('rejects with the reason when the caller gives up, and names the service that answers nonsense', async () => {
    const caller = createHttpCaller({ caller: 'chat', addresses: { greetings: served.url }, signer });
    const abort = new AbortController();
    const options = { service: 'greetings', procedure: 'double', input: { n: 1 } };
    abort.abort(new CancelledError());
    const context = createRequestContext({ signal: abort.signal });
    await expect(caller.call({ ...options, output: z.unknown(), context })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await expect(caller.call({ ...options, output: z.object({ m: z.number() }) })).rejects.toMatchObject({
      code: 'DOWNSTREAM_SERVICE_ERROR',
      extensions: { service: 'greetings' },
    });
  });

  it('streams each operation for whom its own identity says', async () => {
    const client = connect({ [identityHeader]: token() });
    const extensions = { [identityHeader]: token() };
    for await (const result of client.iterate({ query: 'subscription { ticks }', extensions })) {
      expect(result).toEqual({ data: { ticks: 'tick for ada' } });
      break;
    }
    const withoutIdentity = client.iterate({ query: 'subscription { ticks }' }).next();
    await expect(withoutIdentity).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await client.dispose();
  });

  it('closes sockets of callers that cannot prove who they are', async () => {
    const client = connect({});
    await expect(client.iterate({ query: 'subscription { ticks }' }).next()).rejects.toMatchObject({ code: 4403 });
  });

  it('says whether it is ready, and why not', async () => {
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
    isHealthy = false;
    const response = await fetch(`${served.url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'not ready', checks: [{ name: 'store', healthy: false, detail: 'gone' }] },
    ]);
  });

  it('drains: finishes what runs, ends streams with a code, accepts nothing new', async () => {
    const running = post('/graphql', { query: '{ slow }' }, token());
    const client = connect({ [identityHeader]: token() });
    const stream = client.iterate({
      query: 'subscription { ticks }',
      extensions: { [identityHeader]: token() },
    });
    await stream.next();
    const ending = stream.next();
    const closing = served.close();
    await expect(ending).rejects.toMatchObject([{ extensions: { code: 'CANCELLED' } }]);
    finishSlow();
    expect((await running).body).toEqual({ data: { slow: true } });
    await closing;
    await expect(post('/graphql', { query: '{ greeting }' }, token())).rejects.toThrow();
    await client.dispose();
  });
});
