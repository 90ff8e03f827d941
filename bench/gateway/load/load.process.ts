// Sends requests and reads the answers, as cheaply as it can, since it shares the machine with what is measured.
import { Client, type Dispatcher } from 'undici';
import { percentile } from '../../src/measurement/statistics.ts';
import { offerCommands } from '../processes/commands.ts';
import type { LoadOrder, LoadReport } from './load.ts';

offerCommands({ load });

interface Answer {
  readonly status: number;
  readonly bytes: number;
}

/** A server that does not answer for so long is taken for stuck. Milliseconds. */
const patience = 10_000;

async function load({ url, queries, connections, seconds, atLeast = 0 }: LoadOrder): Promise<LoadReport> {
  const { origin, pathname } = new URL(url);
  const bodies = queries.map(query => JSON.stringify({ query }));
  const expected: number[] = [];
  const latencies: number[] = [];
  let failures = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;

  async function connect(connection: number): Promise<void> {
    const client = new Client(origin, { pipelining: 1, headersTimeout: patience, bodyTimeout: patience });
    try {
      let next = Math.floor((connection * bodies.length) / connections);
      while (performance.now() < until || latencies.length < atLeast) {
        const place = (next += 1) % bodies.length;
        const sentAt = performance.now();
        const answer = await send(client, pathname, bodies[place] ?? '');
        latencies.push(performance.now() - sentAt);
        expected[place] ??= answer.bytes;
        if (answer.status !== 200 || answer.bytes !== expected[place]) failures += 1;
      }
    } finally {
      await client.close();
    }
  }

  await Promise.all(Array.from({ length: connections }, (_none, connection) => connect(connection)));
  return {
    requests: latencies.length,
    failures,
    seconds: (performance.now() - startedAt) / 1000,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

function send(client: Client, path: string, body: string): Promise<Answer> {
  return new Promise(resolve => {
    let status = 0;
    let bytes = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length;
      },
      onResponseEnd: () => resolve({ status, bytes }),
      onResponseError: () => resolve({ status: 0, bytes }),
    };
    client.dispatch({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body }, handler);
  });
}
