// Keeps many subscriptions open and notes how late their events come.
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../src/measurement/statistics.ts';
import { offerCommands } from '../processes/commands.ts';
import { machineTime } from '../streams/machine-time.ts';
import type { StreamEndpoint } from '../streams/stream-endpoint.ts';
import { openStreamSocket, type StreamSocket } from '../streams/stream-socket.ts';

export interface OpenStreamsOrder {
  readonly endpoint: StreamEndpoint;
  readonly sockets: number;
  /** In all, spread over the sockets evenly. */
  readonly subscriptions: number;
}

export interface DeliveryReport {
  readonly events: number;
  /** Milliseconds from the making of an event in the subgraph to its receipt. */
  readonly p50: number;
  readonly p99: number;
  readonly latest: number;
  /** Subscriptions that got less than they should have. */
  readonly starved: number;
}

const query = 'subscription Ticked($id: ID!) { ticked(id: $id) { id at } }';

let sockets: StreamSocket[] = [];
let failure: string | undefined;
let latencies: number[] = [];
let received = new Map<string, number>();

offerCommands({ open, deliver, close });

/** Resolves when every subscription has had an event. */
async function open({ endpoint, sockets: count, subscriptions }: OpenStreamsOrder): Promise<void> {
  failure = undefined;
  received = new Map();
  const waiting = Array.from({ length: subscriptions }, (_none, number) => String(number));
  const opened = Array.from({ length: count }, (_none, number) => number);
  // Not all at once, as no installation's clients come.
  const open = async () => {
    for (let number = opened.pop(); number !== undefined; number = opened.pop()) {
      const socket = await openStreamSocket(endpoint, {
        onMessage,
        onClose: reason => (failure ??= `A socket was closed: ${reason}`),
      });
      sockets.push(socket);
    }
  };
  await Promise.all(Array.from({ length: 20 }, open));
  for (const id of waiting) sockets[Number(id) % count]?.subscribe(id, query, { id });
  const deadline = performance.now() + 60_000;
  while (received.size < subscriptions) {
    if (failure !== undefined) throw new Error(failure);
    if (performance.now() > deadline) throw new Error(`Only ${received.size} subscriptions had an event in time.`);
    await sleep(20);
  }
}

function onMessage(message: Buffer): void {
  const now = machineTime();
  const { id, type, payload } = JSON.parse(String(message)) as {
    id: string;
    type: string;
    payload?: { data?: { ticked: { id: string; at: number } }; errors?: unknown };
  };
  const ticked = payload?.data?.ticked;
  if (type !== 'next' || ticked === undefined || payload?.errors !== undefined || ticked.id !== id) {
    failure ??= `Not the event of subscription ${id}: ${String(message).slice(0, 500)}`;
    return;
  }
  latencies.push(now - ticked.at);
  received.set(id, (received.get(id) ?? 0) + 1);
}

/** What came in so many seconds. @throws Error when anything else than events came, or a socket was closed. */
async function deliver(seconds: number): Promise<DeliveryReport> {
  latencies = [];
  for (const id of received.keys()) received.set(id, 0);
  await sleep(seconds * 1000);
  const taken = latencies;
  if (failure !== undefined) throw new Error(failure);
  return {
    events: taken.length,
    p50: percentile(taken, 0.5),
    p99: percentile(taken, 0.99),
    latest: Math.max(...taken.slice(0, 100_000)),
    starved: [...received.values()].filter(events => events < seconds - 1).length,
  };
}

async function close(): Promise<void> {
  await Promise.all(sockets.map(socket => socket.close()));
  sockets = [];
}
