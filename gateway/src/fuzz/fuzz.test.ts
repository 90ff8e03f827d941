import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import { WebSocket } from 'ws';
import { startGatewayProcess, type GatewayProcess, type Holdings } from './gateway-process.ts';
import { fuzzRequest, type FuzzRequest } from './http-requests.ts';
import { createRandom, type Random } from './random.ts';
import { rawRequest, validUpgrade } from './raw-bytes.ts';
import { exchangeBytes, openRawWebSocket } from './raw-exchange.ts';
import { connectionInit, fuzzFrame, fuzzMessage, textFrame } from './socket-frames.ts';
import { findFault, findFaultInErrors } from './verdict.ts';

/** How many inputs, of all kinds together; FUZZ_CASES=1000000 for a long run. */
const cases = Number(process.env['FUZZ_CASES'] ?? 12_000);
/** FUZZ_SEED repeats another run than the usual one. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261);
/** Far above what any answer takes, and far below a hang. */
const patienceMs = 5000;
const quiet = { timeout: Math.max(60_000, cases * 20) };

let gateway: GatewayProcess;
let pool: Pool;
let port: number;
let before: Holdings;

const send = async ({ method, path, headers, body }: FuzzRequest) => {
  const timeouts = { headersTimeout: patienceMs, bodyTimeout: patienceMs };
  const answer = await pool.request({ method, path, headers, body: body ?? null, ...timeouts });
  const type = String(answer.headers['content-type'] ?? '');
  return { status: answer.statusCode, type, text: await answer.body.text() };
};

/** The gateway still answers others, and nothing has gone wrong in it unseen. */
async function expectWell(): Promise<void> {
  const body = Buffer.from('{"query":"{ conversation(id: \\"c1\\") { title user { username } } }"}');
  const headers = { 'content-type': 'application/json' };
  const { status, text } = await send({ method: 'POST', path: '/graphql', headers, body });
  expect([status, text]).toEqual([
    200,
    '{"data":{"conversation":{"title":"title of c1","user":{"username":"name of u1"}}}}',
  ]);
  expect([gateway.isRunning(), gateway.complaints()]).toEqual([true, '']);
}

/** Runs one case after the other in each of several lanes, until `count` cases were run; then the gateway must be well. */
async function inLanes(count: number, lanes: number, run: (random: Random) => Promise<number>): Promise<void> {
  let left = count;
  const faults: string[] = [];
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const random = createRandom(seed * 1000 + lane);
      while (left > 0 && faults.length < 5) {
        try {
          const done = await run(random);
          left -= done;
        } catch (error) {
          faults.push((error as Error).message);
        }
      }
    }),
  );
  expect(faults).toEqual([]);
  await expectWell();
}

beforeAll(async () => {
  gateway = await startGatewayProcess();
  port = Number(new URL(gateway.url).port);
  pool = new Pool(gateway.url, { connections: 16, pipelining: 1 });
  await inLanes(cases / 20, 16, askOverHttp);
  before = await gateway.holdings();
}, quiet.timeout);

afterAll(async () => {
  await pool.close();
  expect(await gateway.close()).toBe(0);
}, 30_000);

async function askOverHttp(random: Random): Promise<number> {
  const request = fuzzRequest(random);
  let fault: string | null;
  try {
    const { status, type, text } = await send(request);
    fault = findFault(status, type, text);
  } catch (error) {
    fault = String(error);
  }
  if (fault !== null) throw new Error(`${fault}\n${describeRequest(request)}`);
  return 1;
}

const describeRequest = ({ body, ...rest }: FuzzRequest) =>
  `${JSON.stringify(rest).slice(0, 2000)}\n${body?.toString('latin1').slice(0, 2000)}\n(seed ${seed})`;

/** A client of the sub-protocol with bad manners: about twenty messages, then it leaves. */
async function talkOverSocket(random: Random): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  const faults: string[] = [];
  const sent: string[] = [];
  socket.on('error', () => undefined);
  socket.on('message', data => {
    const { type, payload } = JSON.parse((data as Buffer).toString()) as {
      type: string;
      payload?: { errors?: [] } & [];
    };
    const errors = type === 'error' ? payload : type === 'next' ? payload?.errors : undefined;
    const fault = errors === undefined ? null : findFaultInErrors(errors);
    if (fault !== null) faults.push(fault);
  });
  const closed = new Promise<number>(resolve => socket.once('close', resolve));
  await new Promise(resolve => socket.once('open', resolve).once('close', resolve));
  if (random.chance(0.85)) socket.send(connectionInit);
  const count = 1 + random.below(40);
  for (let index = 0; index < count && socket.readyState === WebSocket.OPEN; index += 1) {
    sent.push(fuzzMessage(random));
    socket.send(sent.at(-1)!);
    if (random.chance(0.3)) await new Promise(resolve => setImmediate(resolve));
  }
  // Answers to what was sent come before the answer to this.
  socket.ping();
  await Promise.race([new Promise(resolve => socket.once('pong', resolve)), closed]);
  if (random.chance(0.5)) socket.close();
  else socket.terminate();
  const code = await Promise.race([closed, patience()]);
  if (code === 'too long') faults.push('the socket did not close');
  if (code === 1011 || code === 4500) faults.push(`close code ${code}`);
  if (faults.length > 0) throw new Error(`${faults.join(', ')}\n${sent.join('\n').slice(0, 5000)}\n(seed ${seed})`);
  return sent.length + 1;
}

/** A client whose frames are broken: the server may answer or close, and must let go of who closes. */
async function sendFrames(random: Random): Promise<number> {
  const { socket, received } = await openRawWebSocket(port, validUpgrade('/graphql'));
  const closed = new Promise<string>(resolve => socket.once('close', () => resolve('closed')));
  if (random.chance(0.7)) socket.write(textFrame(connectionInit, random));
  let written = 0;
  for (const count = 1 + random.below(12); written < count && !socket.destroyed; written += 1) {
    socket.write(fuzzFrame(random));
    if (random.chance(0.3)) await new Promise(resolve => setImmediate(resolve));
  }
  socket.end();
  const outcome = await Promise.race([closed, patience()]);
  const text = Buffer.concat(received).toString('latin1');
  socket.destroy();
  if (outcome === 'too long') throw new Error(`The server holds on to a broken socket (seed ${seed}).`);
  if (text.includes('INTERNAL_SERVER_ERROR')) throw new Error(`INTERNAL_SERVER_ERROR: ${text.slice(0, 2000)}`);
  return written;
}

/** A connection on which no proper HTTP is spoken. */
async function sendGarbage(random: Random): Promise<number> {
  const bytes = rawRequest(random);
  const { received, isClosed } = await exchangeBytes(port, bytes, patienceMs);
  const answer = received.toString('latin1');
  const isFault = !isClosed || /^HTTP\/1\.1 5/m.test(answer) || answer.includes('INTERNAL_SERVER_ERROR');
  if (isFault)
    throw new Error(`${isClosed ? answer : 'no end'}\n${bytes.toString('latin1').slice(0, 1000)}\n(seed ${seed})`);
  return 1;
}

function patience(): Promise<'too long'> {
  return new Promise(resolve => setTimeout(() => resolve('too long'), patienceMs).unref());
}

describe('A gateway under malformed input', () => {
  it(
    'answers every HTTP request, however wrong, with the error of the client',
    async () => {
      await inLanes(cases * 0.55, 16, askOverHttp);
    },
    quiet.timeout,
  );

  it(
    'lets clients break the sub-protocol of its sockets, to their own harm only',
    async () => {
      await inLanes(cases * 0.25, 8, talkOverSocket);
    },
    quiet.timeout,
  );

  it(
    'closes sockets whose frames are broken',
    async () => {
      await inLanes(cases * 0.1, 8, sendFrames);
    },
    quiet.timeout,
  );

  it(
    'closes connections that speak no proper HTTP',
    async () => {
      await inLanes(cases * 0.05, 8, sendGarbage);
    },
    quiet.timeout,
  );

  it('holds no more afterwards than it did before', async () => {
    await new Promise(resolve => setTimeout(resolve, 700));
    const after = await gateway.holdings();
    const grown = (after.heapUsed - before.heapUsed) / 2 ** 20;
    expect(grown).toBeLessThan(80);
    expect(after.rss / 2 ** 20).toBeLessThan(1000);
    // The pool's connections, and the listening server.
    expect(after.open).toBeLessThan(40);
  });
});
