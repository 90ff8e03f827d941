import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { GatewaySettings } from '../settings/index.ts';
import {
  inProcess,
  openRawSocket,
  overHttp,
  settled,
  startTestGateway,
  until,
  type Connect,
  type RawSocket,
  type TestGateway,
} from '../testing/index.ts';

describe('Sockets', () => {
  let graph: TestGateway;
  const start = async (settings: Partial<GatewaySettings> = {}, connect: Connect = inProcess) => {
    graph = await startTestGateway({ settings, connect });
  };
  afterEach(() => graph.close());

  const watch = 'subscription { conversationUpdated(conversationId: "c1") { id } }';

  it('closes with 4408 when the client does not introduce itself', async () => {
    await start({ socketInitTimeoutMs: 50 });
    const { closed } = await openRawSocket(graph.socketUrl);
    expect((await closed).code).toBe(4408);
  });

  it('closes with 4401 when an operation comes before the introduction, 4400 on nonsense, 4429 on a second one', async () => {
    await start();
    const early = await openRawSocket(graph.socketUrl);
    early.subscribe('1', watch);
    expect((await early.closed).code).toBe(4401);
    for (const nonsense of [
      'no json',
      '[]',
      '{"type":"unheard"}',
      { type: 'subscribe', id: '1', payload: { query: 7 } },
    ]) {
      const socket = await openRawSocket(graph.socketUrl, {});
      socket.send(nonsense);
      expect((await socket.closed).code).toBe(4400);
    }
    const twice = await openRawSocket(graph.socketUrl, {});
    twice.send({ type: 'connection_init' });
    expect((await twice.closed).code).toBe(4429);
  });

  it('refuses other protocols and other paths', async () => {
    await start();
    const legacy = new WebSocket(graph.socketUrl, 'graphql-ws');
    const code = await new Promise(resolve => {
      legacy.on('error', () => undefined).on('close', resolve);
    });
    expect([1002, 1006, 4406]).toContain(code);
    for (const path of ['/elsewhere', '/graphql/stream', '//', '/%']) {
      const elsewhere = await openRawSocket(graph.socketUrl.replace('/graphql', path));
      expect((await elsewhere.closed).code).toBe(1006);
    }
    expect((await openRawSocket(`${graph.socketUrl}?a=b`, {})).messages).toEqual([{ type: 'connection_ack' }]);
  });

  it('closes with 1009 on a message above the limit', async () => {
    await start({ bodyLimit: 10_000 });
    const socket = await openRawSocket(graph.socketUrl, {});
    socket.subscribe('1', `{ conversation(id: "${'x'.repeat(10_000)}") { id } }`);
    expect((await socket.closed).code).toBe(1009);
  });

  it('bounds the operations of a socket', async () => {
    await start({ maxOperationsPerSocket: 2 });
    const socket = await openRawSocket(graph.socketUrl, {});
    for (const id of ['1', '2', '3']) socket.subscribe(id, watch.replace('c1', `c${id}`));
    await until(() => ['1', '2', '3'].every(id => socket.of(id).length === 1));
    expect(socket.of('3')).toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] }]);
    socket.send({ id: '1', type: 'complete' });
    await until(() => graph.chat.events.running === 1);
    socket.subscribe('4', watch);
    await until(() => socket.of('4').length === 1);
    expect(socket.of('4')[0]!.type).toBe('next');
    socket.socket.close();
  });

  it('bounds the sockets of a viewer, not those of others', async () => {
    await start({ maxSocketsPerClient: 2 });
    const ada = await graph.credentials();
    const first = await openRawSocket(graph.socketUrl, ada);
    await openRawSocket(graph.socketUrl, ada);
    expect((await (await openRawSocket(graph.socketUrl, ada)).closed).code).toBe(4429);
    const other = await openRawSocket(graph.socketUrl, await graph.credentials({ id: 'u2' }));
    expect(other.messages).toEqual([{ type: 'connection_ack' }]);
    first.socket.close();
    await first.closed;
    await until(async () => {
      const again = await openRawSocket(graph.socketUrl, ada);
      return again.messages.length === 1;
    });
  });

  it('counts a client that left while it was being looked up no more and no less than others', async () => {
    await start({ maxSocketsPerClient: 1 });
    const ada = await graph.credentials();
    for (let i = 0; i < 10; i += 1) {
      const hasty = await openRawSocket(graph.socketUrl);
      hasty.send({ type: 'connection_init', payload: ada });
      if (i % 2 === 0) hasty.socket.terminate();
      else hasty.socket.close();
      await hasty.closed;
    }
    let only: RawSocket | undefined;
    await until(async () => {
      only = await openRawSocket(graph.socketUrl, ada);
      return only.messages.length === 1;
    });
    expect((await (await openRawSocket(graph.socketUrl, ada)).closed).code).toBe(4429);
    only?.socket.close();
  });

  it('bounds operations a minute, with an error that says when to come back', async () => {
    await start({ rateLimitPerMinute: 3 });
    const socket = await openRawSocket(graph.socketUrl, {});
    for (const id of ['1', '2', '3', '4']) socket.subscribe(id, '{ conversation(id: "c1") { id } }');
    await until(() => socket.of('4').length > 0);
    expect(socket.of('4')).toMatchObject([
      { type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } }] },
    ]);
    socket.socket.close();
  });

  it('pings, answers pings, and drops a client that is gone', async () => {
    await start({ socketKeepAliveMs: 40 });
    const socket = await openRawSocket(graph.socketUrl, {});
    let pings = 0;
    socket.socket.on('ping', () => (pings += 1));
    socket.send({ type: 'ping', payload: { n: 1 } });
    await until(() => pings >= 2);
    expect(socket.messages).toContainEqual({ type: 'pong', payload: { n: 1 } });
    socket.pause();
    await until(async () => (await metric(graph, 'polyphony_open_sockets')) === 0);
  });

  it.each([
    ['in process', inProcess],
    ['over HTTP', overHttp],
  ])('asks the source for no more than a client reads, and loses nothing (%s)', async (_way, connect) => {
    await start({}, connect);
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    socket.subscribe('1', 'subscription { messageStream(messageId: "large") { ... on TokenDelta { sequence text } } }');
    await until(() => socket.of('1').length > 10);
    socket.pause();
    await settled(() => graph.chat.events.produced);
    const paused = graph.chat.events.produced;
    // What fits into the network's buffers and the bounded queues; each event has 20 kB.
    expect(paused).toBeLessThan(3000);
    socket.resume();
    await until(() => socket.of('1').length > paused + 10);
    const sequences = socket.of('1').map(message => (message.payload as Event).data.messageStream.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    socket.socket.terminate();
    await until(() => graph.chat.events.running === 0);
  });

  it('gives up a client that leaves its events unread', async () => {
    await start({ slowClientMs: 150 });
    const socket = await openRawSocket(graph.socketUrl, await graph.credentials());
    socket.subscribe('1', 'subscription { messageStream(messageId: "large") { ... on TokenDelta { sequence text } } }');
    await until(() => socket.of('1').length > 10);
    socket.pause();
    await until(() => graph.chat.events.running === 0);
  });

  it('ends streams with a final error and closes with 1001 when it shuts down', async () => {
    await start();
    const socket = await openRawSocket(graph.socketUrl, {});
    socket.subscribe('1', watch);
    await until(() => socket.of('1').length === 1);
    await graph.gateway.close();
    expect((await socket.closed).code).toBe(1001);
    expect(socket.of('1').at(-1)).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'CANCELLED' } }] });
    expect(graph.chat.events.running).toBe(0);
  });
});

interface Event {
  data: { messageStream: { sequence: number } };
}

async function metric(graph: TestGateway, name: string): Promise<number> {
  const text = await (await fetch(`${graph.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}
