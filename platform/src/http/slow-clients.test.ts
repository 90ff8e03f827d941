import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { silentLogger } from '../logging/index.ts';
import { createHttpApp } from './create-http-app.ts';

describe('A slow client', () => {
  let app: FastifyInstance;
  afterEach(() => app.close());

  /** Sends the start, and then a little at a time for as long as the server listens. What came back, once it does not. */
  async function dribble(start: string, more: string): Promise<string> {
    app = createHttpApp({ log: silentLogger, bodyLimit: 10_000, receiveTimeoutMs: 200 });
    app.post('/', () => 'received');
    app.server.on('upgrade', (_request, socket) => socket.end('upgraded'));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    let received = '';
    socket.on('data', data => (received += String(data))).on('error', () => undefined);
    socket.write(start);
    const dribbling = setInterval(() => socket.write(more), 20);
    await once(socket, 'close');
    clearInterval(dribbling);
    return received;
  }

  it('is let go when its headers do not end', async () => {
    expect(await dribble('POST / HTTP/1.1\r\nHost: x\r\n', 'X-More: y\r\n')).toContain('408');
  });

  it('is let go when its body does not end', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n';
    expect(await dribble(head, ' ')).toContain('408');
  });

  it('is let go when its request to upgrade does not end', async () => {
    const head = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
    expect(await dribble(head, 'X-More: y\r\n')).toContain('408');
  });

  it('is not taken for slow before it sends anything', async () => {
    app = createHttpApp({ log: silentLogger, bodyLimit: 10_000, receiveTimeoutMs: 100 });
    app.get('/', () => 'received');
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    let received = '';
    socket.on('data', data => (received += String(data)));
    await delay(400);
    expect(received).toBe('');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 200 [^]*received$/);
  });

  it.each([
    ['nothing', ''],
    ['line breaks', '\r\n'],
  ])('is let go in the end when it only sends %s', async (_what, sent) => {
    app = createHttpApp({ log: silentLogger, bodyLimit: 10_000, receiveTimeoutMs: 100, unusedMs: 300 });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    await delay(250);
    const dribbling = setInterval(() => socket.write(sent), 20);
    await once(socket.resume(), 'close');
    clearInterval(dribbling);
  });

  it('may wait for its first answer on a connection that it opened in advance', async () => {
    app = createHttpApp({ log: silentLogger, bodyLimit: 10_000, receiveTimeoutMs: 100, unusedMs: 300 });
    app.get('/', async () => {
      await delay(600);
      return 'received';
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    let received = '';
    socket.on('data', data => (received += String(data)));
    await delay(250);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(received).toContain('received');
  });

  it('is let go when it does not read its answer', async () => {
    app = createHttpApp({ log: silentLogger, bodyLimit: 10_000, standstillMs: 100 });
    app.get('/', (_request, reply) => reply.send('x'.repeat(30_000_000)));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const accepted = once(app.server, 'connection');
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const [connection] = (await accepted) as [Socket];
    await once(connection, 'close');
    socket.destroy();
  });
});
