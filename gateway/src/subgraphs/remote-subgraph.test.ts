import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FormattedExecutionResult } from 'graphql';
import { createRequestContext } from '@polyphony/platform/context';
import { createIdentitySigner } from '@polyphony/platform/identity';
import { silentLogger } from '@polyphony/platform/logging';
import { serveSubgraph, type ServedSubgraph } from '@polyphony/platform/subgraph';
import { createTestChatSubgraph, type TestChatSubgraph } from '../testing/chat/chat.subgraph.ts';
import { createScriptedServer } from '../testing/scripted-server.ts';
import { testViewer } from '../testing/test-viewer.ts';
import { settled, until } from '../testing/until.ts';
import { createRemoteSubgraph, type RemoteSubgraph, type RemoteSubgraphOptions } from './remote-subgraph.ts';

const signer = createIdentitySigner([{ id: 'k', secret: new Uint8Array(32).fill(1) }]);
const stranger = createIdentitySigner([{ id: 'k', secret: new Uint8Array(32).fill(2) }]);
const context = createRequestContext({ viewer: testViewer() });
const codeOf = (result: FormattedExecutionResult | undefined) => result?.errors?.[0]?.extensions?.['code'];

describe('A remote subgraph', () => {
  let chat: TestChatSubgraph;
  let served: ServedSubgraph;
  const remotes: RemoteSubgraph[] = [];
  const connect = (options: Partial<RemoteSubgraphOptions> = {}) => {
    const remote = createRemoteSubgraph({ name: 'chat', url: served.url, signer, ...options });
    remotes.push(remote);
    return remote;
  };
  beforeEach(async () => {
    chat = await createTestChatSubgraph();
    served = await serveSubgraph({ subgraph: chat, signer, log: silentLogger, host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await Promise.all(remotes.splice(0).map(remote => remote.close()));
    await served.close();
  });
  const watch = { query: 'subscription { conversationUpdated(conversationId: "c1") { id } }' };

  it('trusts only callers that know the secret', async () => {
    const remote = connect({ signer: stranger });
    expect(codeOf(await remote.execute({ query: '{ __typename }' }, context))).toBe('DOWNSTREAM_SERVICE_ERROR');
    const { value } = await remote.subscribe(watch, context).next();
    expect(codeOf(value ?? undefined)).toBe('DOWNSTREAM_SERVICE_ERROR');
  });

  it('ends a stream that cannot start with a code', async () => {
    const server = await createScriptedServer();
    const remote = connect({ url: server.url });
    const results: FormattedExecutionResult[] = [];
    for await (const result of remote.subscribe({ query: 'subscription { a }' }, context)) results.push(result);
    expect(results.map(codeOf)).toEqual(['DOWNSTREAM_SERVICE_ERROR']);
    await server.close();
  });

  it('passes the viewer on, per operation', async () => {
    const remote = connect();
    const query = 'subscription { messageStream(messageId: "m1", count: 0) { __typename } }';
    const first = async (viewer: typeof context.viewer) =>
      (await remote.subscribe({ query }, { ...context, viewer }).next()).value;
    const [known, unknown] = await Promise.all([first(context.viewer), first(null)]);
    expect(known).toEqual({ data: { messageStream: { __typename: 'MessageFinished' } } });
    expect(codeOf(unknown ?? undefined)).toBe('UNAUTHENTICATED');
  });

  it('ends a running stream with a code when the subgraph goes away, and streams again when it is back', async () => {
    const remote = connect();
    const events = remote.subscribe(watch, context);
    expect((await events.next()).value).toEqual({ data: { conversationUpdated: { id: 'c1' } } });
    const { port } = new URL(served.url);
    await served.close();
    const last = await events.next();
    expect(codeOf(last.value ?? undefined)).toBe('CANCELLED');
    expect(await events.next()).toEqual({ done: true, value: undefined });
    served = await serveSubgraph({ subgraph: chat, signer, log: silentLogger, host: '127.0.0.1', port: Number(port) });
    await until(async () => {
      const again = remote.subscribe(watch, context);
      const { value } = await again.next();
      await again.return();
      return value?.data !== undefined;
    });
  });

  it('asks for no more of a stream than is read, and loses nothing', async () => {
    const remote = connect();
    const query = 'subscription { messageStream(messageId: "large") { ... on TokenDelta { sequence text } } }';
    const events = remote.subscribe({ query }, context);
    const next = async () => (await events.next()).value?.data as { messageStream: { sequence: number } };
    const sequences = [(await next()).messageStream.sequence];
    // Every event has 20 kB; 1 MB may wait.
    const ahead = await settled(() => chat.events.produced);
    expect(ahead).toBeLessThan(80);
    while (sequences.length < ahead + 100) sequences.push((await next()).messageStream.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    await events.return();
    await until(() => chat.events.running === 0);
  });

  it('stops the source when the reader aborts', async () => {
    const leaving = new AbortController();
    const events = connect().subscribe(watch, { ...context, signal: leaving.signal });
    await events.next();
    const waiting = events.next();
    leaving.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await until(() => chat.events.running === 0);
  });

  it('carries many streams over one socket', async () => {
    const remote = connect();
    const streams = Array.from({ length: 150 }, () => remote.subscribe(watch, context));
    const firsts = await Promise.all(streams.map(stream => stream.next()));
    expect(firsts.every(({ value }) => value?.data !== undefined)).toBe(true);
    expect(chat.events.running).toBe(150);
    await Promise.all(streams.map(stream => stream.return()));
    await until(() => chat.events.running === 0);
  });
});
