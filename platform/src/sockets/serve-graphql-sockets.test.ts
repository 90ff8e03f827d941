import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { UnauthenticatedError } from '../errors/index.ts';
import { silentLogger } from '../logging/index.ts';
import { toLatin1Json } from '../text/index.ts';
import { serveGraphqlSockets, type GraphqlSockets, type SocketConnection } from './serve-graphql-sockets.ts';

describe('GraphQL sockets', () => {
  let server: Server;
  let sockets: GraphqlSockets;
  let port: number;
  let connection: SocketConnection;
  const operated: string[] = [];
  const signals: AbortSignal[] = [];
  beforeEach(async () => {
    operated.length = 0;
    signals.length = 0;
    server = createServer();
    sockets = serveGraphqlSockets({
      server,
      path: '/graphql',
      log: silentLogger,
      async connect(_params, opened) {
        connection = opened;
      },
      async *operate({ query }, _session, signal) {
        operated.push(query);
        signals.push(signal);
        yield { data: { query } };
        await new Promise(() => undefined);
      },
      encode: result => toLatin1Json(result),
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(async () => {
    await sockets.close();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  it('run nothing more for a client once its operations were ended', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    const messages: { type: string; id?: string }[] = [];
    const subscribe = (id: string) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: id } }));
    socket.on('message', data => {
      const message = JSON.parse(String(data)) as { type: string; id?: string };
      messages.push(message);
      if (message.type === 'connection_ack') subscribe('first');
      if (message.type === 'next') void connection.end(new UnauthenticatedError('Enough.'));
      if (message.type === 'error') subscribe('second');
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4403, 'UNAUTHENTICATED: Enough.']);
    expect(messages.map(({ type }) => type)).toEqual(['connection_ack', 'next', 'error']);
    expect(operated).toEqual(['first']);
  });

  it('take an id that was completed for a new operation, and leave that one with its socket', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    const messages: { type: string; id?: string; payload?: { data?: { query: string } } }[] = [];
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(String(data)) as (typeof messages)[number]));
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    for (let n = 1; n <= 5; n += 1) {
      socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query: String(n) } }));
      if (n < 5) socket.send(JSON.stringify({ id: 'a', type: 'complete' }));
    }
    while (messages.at(-1)?.payload?.data?.query !== '5') await once(socket, 'message');
    socket.send(JSON.stringify({ type: 'ping' }));
    await once(socket, 'message');
    expect(messages.map(({ type }) => type).filter(type => type !== 'next')).toEqual(['connection_ack', 'pong']);
    expect(signals).toHaveLength(5);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true, false]);
    socket.close();
    while (!signals[4]!.aborted) await new Promise(resolve => setTimeout(resolve, 5));
  });

  it('let go of a refused client that keeps its side open', async () => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404/);
    const open = () =>
      new Promise<number>((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      );
    for (let i = 0; i < 500 && (await open()) > 0; i += 1) await new Promise(resolve => setTimeout(resolve, 5));
    const left = await open();
    socket.destroy();
    expect(left).toBe(0);
  });
});
