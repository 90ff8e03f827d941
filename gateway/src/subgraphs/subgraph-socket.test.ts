import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocketServer, type WebSocket } from 'ws';
import { until } from '../testing/until.ts';
import { openSubgraphSocket, type SubgraphSocket, type SubgraphSocketOptions } from './subgraph-socket.ts';

interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

describe('A socket to a subgraph', () => {
  let server: WebSocketServer;
  let peer: WebSocket | undefined;
  let said: Message[];
  /** What the subgraph does with a message; acknowledges when not said otherwise. */
  let answer: (message: Message, peer: WebSocket) => void;
  const sockets: SubgraphSocket[] = [];

  beforeEach(async () => {
    said = [];
    answer = ({ type }, to) => type === 'connection_init' && to.send('{"type":"connection_ack"}');
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'graphql-transport-ws' });
    server.on('connection', socket => {
      peer = socket;
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(String(data)) as Message;
        said.push(message);
        answer(message, socket);
      });
    });
    await new Promise(resolve => server.once('listening', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close();
    for (const client of server.clients) client.terminate();
    await new Promise(resolve => server.close(resolve));
  });

  const open = (options: Partial<SubgraphSocketOptions> = {}) => {
    const socket = openSubgraphSocket({
      name: 'chat',
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      introduce: () => ({ token: 'secret' }),
      keepAliveMs: 10_000,
      connectTimeoutMs: 5000,
      idleMs: 5000,
      slowReaderMs: 5000,
      ...options,
    });
    sockets.push(socket);
    return socket;
  };
  const subscribe = (socket: SubgraphSocket, name = 'a', window = 10_000) => {
    const heard = { events: [] as string[], ending: undefined as { error: Error | undefined } | undefined, blamed: 0 };
    const stream = socket.subscribe(
      { query: name },
      {
        event: text => heard.events.push(text),
        end: error => (heard.ending = { error }),
        holdsUpOthers: () => (heard.blamed += 1),
      },
      window,
    );
    return { stream, heard };
  };
  const ended = async (heard: ReturnType<typeof subscribe>['heard']) => {
    await until(() => heard.ending !== undefined);
    return heard.ending!.error;
  };
  const asked = (count: number) => until(() => said.filter(({ type }) => type === 'subscribe').length === count);

  it('introduces itself, then carries many streams', async () => {
    const socket = open();
    const [first, second] = [subscribe(socket, 'a'), subscribe(socket, 'b')];
    await asked(2);
    expect(said).toEqual([
      { type: 'connection_init', payload: { token: 'secret' } },
      { id: '1', type: 'subscribe', payload: { query: 'a' } },
      { id: '2', type: 'subscribe', payload: { query: 'b' } },
    ]);
    peer!.send('{"id":"2","type":"next","payload":{"data":{"b":1}}}');
    peer!.send('{ "type": "next", "payload": {"data": {"a": "ü"}}, "id": "1" }');
    peer!.send('{"id":"9","type":"next","payload":{"data":{}}}');
    peer!.send('{"id":"2","type":"complete"}');
    expect(await ended(second.heard)).toBeUndefined();
    expect(second.heard.events).toEqual(['{"data":{"b":1}}']);
    expect(first.heard.events.map(text => Buffer.from(text, 'latin1').toString())).toEqual(['{"data":{"a":"ü"}}']);
    expect(first.heard.ending).toBeUndefined();
  });

  it('hands on the errors that a stream ends with, and knows nonsense', async () => {
    const socket = open();
    const [refused, nonsense] = [subscribe(socket), subscribe(socket)];
    await asked(2);
    peer!.send('{"id":"1","type":"error","payload":[{"message":"no","extensions":{"code":"NOT_FOUND"}}]}');
    peer!.send('{"id":"2","type":"error","payload":[]}');
    expect(await ended(refused.heard)).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(await ended(nonsense.heard)).toMatchObject({ code: 'DOWNSTREAM_SERVICE_ERROR' });
  });

  it('says what it leaves, and nothing of what it never asked for', async () => {
    const socket = open();
    subscribe(socket, 'never').stream.leave();
    const { stream, heard } = subscribe(socket, 'a');
    await asked(1);
    stream.grant(100);
    stream.leave();
    stream.leave();
    await until(() => said.at(-1)?.type === 'complete');
    peer!.send('{"id":"2","type":"next","payload":{"data":{}}}');
    expect(said.slice(1)).toEqual([
      { id: '2', type: 'subscribe', payload: { query: 'a' } },
      { type: 'ping', payload: { grants: { 2: 100 } } },
      { id: '2', type: 'complete' },
    ]);
    expect(heard).toEqual({ events: [], ending: undefined, blamed: 0 });
  });

  it('answers pings and closes when nothing is asked of it', async () => {
    const socket = open({ idleMs: 20 });
    const { stream } = subscribe(socket);
    await asked(1);
    peer!.send('{"type":"ping","payload":{"n":1}}');
    await until(() => said.some(({ type }) => type === 'pong'));
    expect(said.at(-1)).toEqual({ type: 'pong', payload: { n: 1 } });
    const closed = new Promise(resolve => peer!.once('close', resolve));
    stream.leave();
    expect(await closed).toBe(1000);
    expect(socket.isUsable).toBe(false);
  });

  it('does not read what nobody asked for until it is asked for, and says meanwhile that it is there', async () => {
    const socket = open({ keepAliveMs: 40, slowReaderMs: 50 });
    const [slow, quick] = [subscribe(socket, 'a', 100), subscribe(socket, 'b')];
    await asked(2);
    let pongs = 0;
    peer!.on('pong', () => (pongs += 1));
    const event = `{"id":"1","type":"next","payload":{"data":"${'x'.repeat(200)}"}}`;
    // The first is what was asked for, the second shows that the subgraph knows no flow control.
    for (let count = 0; count < 2; count += 1) peer!.send(event);
    await until(() => slow.heard.events.length === 2);
    peer!.send('{"id":"2","type":"next","payload":{"data":1}}');
    await until(() => slow.heard.blamed > 1 && pongs > 2 && said.some(({ type }) => type === 'pong'));
    expect([quick.heard.events, quick.heard.blamed, slow.heard.ending]).toEqual([[], 0, undefined]);
    slow.stream.grant(1000);
    await until(() => quick.heard.events.length === 1);
    const { blamed } = slow.heard;
    for (let count = 0; count < 5; count += 1) peer!.send(event);
    await until(() => slow.heard.events.length === 7);
    slow.stream.leave();
    peer!.send('{"id":"2","type":"complete"}');
    expect(await ended(quick.heard)).toBeUndefined();
    expect(slow.heard.blamed).toBeLessThanOrEqual(blamed + 1);
  });

  it('gives up a subgraph that does not acknowledge', async () => {
    answer = () => undefined;
    const { heard } = subscribe(open({ connectTimeoutMs: 50 }));
    expect(await ended(heard)).toMatchObject({ code: 'GATEWAY_TIMEOUT' });
  });

  it('interrupts the streams of a subgraph that falls silent', async () => {
    const { heard } = subscribe(open({ keepAliveMs: 30 }));
    expect(await ended(heard)).toMatchObject({ name: 'StreamInterruptedError', code: 'DOWNSTREAM_SERVICE_ERROR' });
    expect(said.some(({ type }) => type === 'ping')).toBe(true);
  });

  it('stays while a silent subgraph answers pings', async () => {
    answer = ({ type }, to) => {
      if (type === 'connection_init') to.send('{"type":"connection_ack"}');
      if (type === 'ping') to.send('{"type":"pong"}');
    };
    const { heard } = subscribe(open({ keepAliveMs: 20 }));
    await until(() => said.filter(({ type }) => type === 'ping').length > 4);
    expect(heard.ending).toBeUndefined();
  });

  it.each([
    [1001, 'StreamInterruptedError', 'DOWNSTREAM_SERVICE_ERROR'],
    [1012, 'StreamInterruptedError', 'DOWNSTREAM_SERVICE_ERROR'],
    [4500, 'StreamInterruptedError', 'DOWNSTREAM_SERVICE_ERROR'],
    [4400, 'DownstreamServiceError', 'DOWNSTREAM_SERVICE_ERROR'],
    [4403, 'DownstreamServiceError', 'DOWNSTREAM_SERVICE_ERROR'],
    [4408, 'GatewayTimeoutError', 'GATEWAY_TIMEOUT'],
  ])('tells what a socket that closes with %d means', async (code, name, errorCode) => {
    const socket = open();
    const { heard } = subscribe(socket);
    await asked(1);
    peer!.close(code);
    expect(await ended(heard)).toMatchObject({ name, code: errorCode });
    expect(socket.isUsable).toBe(false);
  });

  it('does not take a subgraph that cannot be reached for one that was lost', async () => {
    const { heard } = subscribe(open({ url: 'ws://127.0.0.1:1' }));
    expect(await ended(heard)).toMatchObject({ name: 'DownstreamServiceError' });
  });

  it('ends only the stream whose result is none', async () => {
    const socket = open();
    const broken = subscribe(socket);
    const other = subscribe(socket);
    await asked(2);
    peer!.send('{"type":"next","id":"1","payload":7}');
    expect(await ended(broken.heard)).toMatchObject({ name: 'DownstreamServiceError' });
    peer!.send('{"type":"complete","id":"2"}');
    expect(await ended(other.heard)).toBeUndefined();
    expect(socket.isUsable).toBe(true);
  });

  it.each(['no json', '{"type":"unheard"}', '[]', 'null'])('ends with a subgraph that says %s', async text => {
    const { heard } = subscribe(open());
    await asked(1);
    const closed = new Promise(resolve => peer!.once('close', resolve));
    peer!.send(text);
    expect(await ended(heard)).toMatchObject({ name: 'DownstreamServiceError' });
    expect(await closed).toBe(4400);
  });
});
