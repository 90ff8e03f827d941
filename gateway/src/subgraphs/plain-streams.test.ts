import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createRequestContext } from '@polyphony/platform/context';
import { createIdentitySigner } from '@polyphony/platform/identity';
import { readStream } from '../subscriptions/index.ts';
import { settled } from '../testing/until.ts';
import { createRemoteSubgraph, type RemoteSubgraph } from './remote-subgraph.ts';

const signer = createIdentitySigner([{ id: 'k', secret: new Uint8Array(32).fill(1) }]);
const context = createRequestContext();
const schema = buildSchema('type Query { a: Int } type Subscription { counted(to: Int!): String! }');
const filler = 'x'.repeat(10_000);
const window = 64 * 1024;

describe('Streams of a subgraph that knows no flow control', () => {
  const server = createServer();
  let serving: { dispose(): void | Promise<void> };
  let remote: RemoteSubgraph;
  /** How many events the subgraph has made, by stream. */
  let made: number[];

  /** So many numbers, as fast as they are taken. */
  async function* counted({ to }: { to: number }) {
    const index = made.push(0) - 1;
    for (let number = 0; number < to; number += 1) {
      made[index] = number + 1;
      yield { counted: `${number} ${filler}` };
    }
  }

  beforeEach(async () => {
    made = [];
    const sockets = new WebSocketServer({ server, path: '/graphql' });
    // A client that answers no ping of it for a fifth of a second is cut off.
    serving = useServer({ schema, roots: { subscription: { counted } } }, sockets, 200);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    remote = createRemoteSubgraph({ name: 'plain', url, signer, keepAliveMs: 200, slowReaderMs: 1000 });
  });
  afterEach(async () => {
    await remote.close();
    await serving.dispose();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const read = (to: number) =>
    readStream(remote.openStream, { query: `subscription { counted(to: ${to}) }` }, context, window);
  const numberOf = (event: string) => Number(/"(\d+) /.exec(event)?.[1]);

  it('wait for a slow reader, who loses nothing', async () => {
    const total = 4000;
    const reader = read(total);
    const numbers: number[] = [];
    for await (const event of reader) {
      numbers.push(numberOf(event));
      if (numbers.length === 1) expect(await settled(() => made[0]!)).toBeLessThan(total);
      if (numbers.length % 100 === 0) await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(numbers).toEqual(Array.from({ length: total }, (_, index) => index));
  });

  it('go on without one whose reader is stuck, which ends with RATE_LIMITED after what it had', async () => {
    const total = 3000;
    const stuck = read(1_000_000);
    await stuck.next();
    const others = [read(total), read(total)].map(async reader => {
      const numbers: number[] = [];
      for await (const event of reader) numbers.push(numberOf(event));
      return numbers;
    });
    for (const numbers of await Promise.all(others)) {
      expect(numbers).toEqual(Array.from({ length: total }, (_, index) => index));
    }
    let last = 0;
    const rest = async () => {
      for await (const event of stuck) expect(numberOf(event)).toBe((last += 1));
    };
    await expect(rest()).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(last).toBeGreaterThan(5);
    expect(last).toBeLessThan(100);
  });
});
