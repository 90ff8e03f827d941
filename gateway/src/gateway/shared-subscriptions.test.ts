import { afterEach, describe, expect, it } from '@jest/globals';
import { createIdentitySigner } from '@polyphony/platform/identity';
import { silentLogger } from '@polyphony/platform/logging';
import { createExecutableSubgraph, serveSubgraph, type ServedSubgraph } from '@polyphony/platform/subgraph';
import { createRemoteSubgraph } from '../subgraphs/index.ts';
import {
  inProcess,
  openRawSocket,
  overHttp,
  startTestGateway,
  until,
  type Connect,
  type RawSocket,
  type TestGateway,
} from '../testing/index.ts';

const touched = 'subscription { messageStream(messageId: "touched", count: 100) { ... on TokenDelta { sequence } } }';

interface Event {
  data: { messageStream: { sequence?: number; text?: string } };
}

const sequences = (socket: RawSocket, id: string) =>
  socket.of(id).map(({ payload }) => (payload as Event).data?.messageStream.sequence);

describe.each([
  { way: 'in process', connect: inProcess },
  { way: 'over HTTP', connect: overHttp },
])('Identical subscriptions, subgraphs $way', ({ connect }) => {
  let graph: TestGateway;
  const open = async (viewer = 'u1') => openRawSocket(graph.socketUrl, await graph.credentials({ id: viewer }));
  afterEach(() => graph.close());

  it('of one viewer share one stream of the subgraph, and each gets all of it', async () => {
    graph = await startTestGateway({ connect });
    const [one, other] = [await open(), await open()];
    one.subscribe('a', touched);
    other.subscribe('b', touched);
    other.subscribe('c', touched);
    await until(async () => (await metric(graph, 'polyphony_subscriptions_open')) === 3);
    await until(() => graph.chat.events.running === 1);
    expect(await metric(graph, 'polyphony_subscriptions_shared_total')).toBe(2);
    for (const count of [1, 2]) {
      graph.chat.events.touch();
      await until(() => [one.of('a'), other.of('b'), other.of('c')].every(messages => messages.length === count));
    }
    one.socket.close();
    other.send({ id: 'b', type: 'complete' });
    graph.chat.events.touch();
    await until(() => other.of('c').length === 3);
    expect(sequences(other, 'c')).toEqual([1, 2, 3]);
    expect(graph.chat.events.running).toBe(1);
    other.socket.close();
    await until(() => {
      // The source notices that it was left when it has something to say.
      graph.chat.events.touch();
      return graph.chat.events.running === 0;
    });
    expect(await metric(graph, 'polyphony_subscription_upstreams')).toBe(0);
  });

  it('of different viewers, or with other variables, do not', async () => {
    graph = await startTestGateway({ connect });
    const [ada, grace] = [await open('u1'), await open('u2')];
    ada.subscribe('a', touched);
    grace.subscribe('b', touched);
    ada.subscribe('c', touched.replace('100', '101'));
    await until(() => graph.chat.events.running === 3);
    ada.socket.close();
    grace.socket.close();
  });

  it('that begin after the first event have a stream of their own, and miss nothing of it', async () => {
    graph = await startTestGateway({ connect });
    const socket = await open();
    socket.subscribe('early', touched);
    await until(() => graph.chat.events.running === 1);
    graph.chat.events.touch();
    await until(() => socket.of('early').length === 1);
    socket.subscribe('late', touched);
    await until(() => graph.chat.events.running === 2);
    graph.chat.events.touch();
    await until(() => socket.of('early').length === 2 && socket.of('late').length === 1);
    expect([sequences(socket, 'early'), sequences(socket, 'late')]).toEqual([[1, 2], [1]]);
    socket.socket.close();
  });

  it('are bounded by client and by process, with a code', async () => {
    graph = await startTestGateway({ connect, settings: { maxSubscriptionsPerClient: 2, maxSubscriptions: 3 } });
    const [ada, grace] = [await open('u1'), await open('u2')];
    const codes = (socket: RawSocket, id: string) =>
      socket.of(id).map(({ payload }) => (payload as { extensions: { code: string } }[])[0]?.extensions.code);
    for (const id of ['1', '2', '3']) ada.subscribe(id, touched);
    await until(() => ada.of('3').length === 1);
    expect(codes(ada, '3')).toEqual(['RATE_LIMITED']);
    for (const id of ['1', '2']) grace.subscribe(id, touched);
    await until(() => grace.of('2').length === 1);
    expect(codes(grace, '2')).toEqual(['RATE_LIMITED']);
    ada.send({ id: '1', type: 'complete' });
    await until(async () => {
      if (grace.of('again').at(-1)?.type === 'next') return true;
      grace.send({ id: 'again', type: 'complete' });
      grace.subscribe('again', touched);
      await new Promise(resolve => setTimeout(resolve, 20));
      graph.chat.events.touch();
      return false;
    });
    expect(await metric(graph, 'polyphony_subscriptions_refused_total')).toBeGreaterThanOrEqual(2);
    ada.socket.close();
    grace.socket.close();
    await until(async () => (await metric(graph, 'polyphony_subscriptions_open')) === 0);
  });
});

describe('A field of which only the newest event matters', () => {
  it('begins with the newest for who joins, and lets a slow reader skip the rest', async () => {
    const graph = await startTestGateway({ settings: { latestOnlySubscriptions: ['messageStream'] } });
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    const slow = await openRawSocket(graph.socketUrl, await graph.credentials());
    const large = 'subscription { messageStream(messageId: "large") { ... on TokenDelta { sequence text } } }';
    slow.subscribe('1', large);
    await until(() => slow.of('1').length > 0);
    slow.pause();
    socket.subscribe('1', large);
    await until(() => graph.chat.events.produced > 2000);
    expect(graph.chat.events.running).toBe(1);
    expect(await metric(graph, 'polyphony_subscription_events_dropped_total')).toBeGreaterThan(0);
    const seen = sequences(socket, '1') as number[];
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBe(seen.length);
    socket.socket.terminate();
    slow.socket.terminate();
    await until(() => graph.chat.events.running === 0);
    await graph.close();
  });
});

describe('A stream whose subgraph goes away', () => {
  const signer = createIdentitySigner([{ id: 'test', secret: new Uint8Array(32).fill(3) }]);
  let served: ServedSubgraph;
  let serveAgain: () => Promise<void>;
  let graph: TestGateway;
  const restartable: Connect = async ({ users, chat }) => {
    const serve = (port: number) =>
      serveSubgraph({ subgraph: chat, signer, log: silentLogger, host: '127.0.0.1', port, shutdownGraceMs: 100 });
    served = await serve(0);
    const { port } = new URL(served.url);
    serveAgain = async () => void (served = await serve(Number(port)));
    const remote = createRemoteSubgraph({ name: 'chat', url: served.url, signer });
    return {
      subgraphs: [createExecutableSubgraph(users), remote],
      stop: async () => served.close(),
      async close() {
        await remote.close();
        await served.close();
      },
    };
  };
  afterEach(() => graph.close());

  it.each([
    [
      'that selects the sequence',
      '{ __typename ... on TokenDelta { sequence text } ... on MessageFinished { sequence } }',
    ],
    ['that does not', '{ __typename ... on TokenDelta { text } }'],
  ])('goes on where it was, nothing lost and nothing twice: an operation %s', async (_which, selection) => {
    graph = await startTestGateway({ connect: restartable });
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    socket.subscribe('1', `subscription { messageStream(messageId: "touched", count: 9) ${selection} }`);
    const events = () => socket.of('1').filter(({ type }) => type === 'next');
    const touchUntil = (count: number) =>
      until(() => {
        graph.chat.events.touch();
        return events().length >= count;
      });
    await touchUntil(3);
    for (const count of [6, 10]) {
      await served.close();
      await serveAgain();
      await touchUntil(count);
    }
    await until(() => socket.of('1').at(-1)!.type === 'complete');
    const payloads = events().map(({ payload }) => (payload as Event).data.messageStream);
    const isSequenced = selection.includes('sequence');
    expect(payloads).toEqual([
      ...Array.from({ length: 9 }, (_, index) => ({
        __typename: 'TokenDelta',
        ...(isSequenced && { sequence: index + 1 }),
        text: 'token ',
      })),
      { __typename: 'MessageFinished', ...(isSequenced && { sequence: 10 }) },
    ]);
    expect(await metric(graph, 'polyphony_subscriptions_resumed_total')).toBe(2);
    socket.socket.close();
  });

  it('ends with a code where the field cannot be resumed', async () => {
    graph = await startTestGateway({ connect: restartable });
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    socket.subscribe('1', 'subscription { conversationUpdated(conversationId: "c1") { id } }');
    await until(() => socket.of('1').length === 1);
    await served.close();
    await until(() => socket.of('1').length === 2);
    expect(socket.of('1')[1]).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'CANCELLED' } }] });
    await serveAgain();
    socket.subscribe('2', 'subscription { conversationUpdated(conversationId: "c1") { id } }');
    await until(() => socket.of('2').length === 1);
    expect(socket.of('2')[0]).toMatchObject({ type: 'next' });
    socket.socket.close();
  });
});

async function metric(graph: TestGateway, name: string): Promise<number> {
  const text = await (await fetch(`${graph.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}
