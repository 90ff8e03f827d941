import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { toLatin1 } from '../text/index.ts';
import { textFrame } from './text-frame.ts';

describe('A text frame', () => {
  it('is what a client reads, whatever its length, beside the frames of the library', async () => {
    const texts = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000].map(length => 'x'.repeat(length)).concat('größer €');
    const server = createServer();
    const webSockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, stream, head) =>
      webSockets.handleUpgrade(request, stream, head, socket => {
        for (const text of texts) {
          stream.write(textFrame(toLatin1(text)), 'latin1');
          socket.ping();
        }
        socket.close();
      }),
    );
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const received: string[] = [];
    let pings = 0;
    client.on('message', (data: Buffer) => received.push(String(data))).on('ping', () => (pings += 1));
    const [code] = (await once(client, 'close')) as [number];
    server.close();
    expect(received).toEqual(texts);
    expect([pings, code]).toEqual([texts.length, 1005]);
  });
});
