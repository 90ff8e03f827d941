import type { MeasuredProcess } from '../processes/measured-process.ts';
import type { StreamEndpoint } from '../streams/stream-endpoint.ts';
import type { DeliveryReport, OpenStreamsOrder } from './open-streams.process.ts';

export interface OpenSubscriptionsReport {
  readonly delivery: DeliveryReport;
  /** What the server holds for each subscription, in bytes. */
  readonly resident: number;
  readonly heap: number;
  /** CPU of the server, of one core. */
  readonly cpuShare: number;
}

/** Opens subscriptions on a server that has served a few before, and watches it while they are open. */
export async function measureOpenSubscriptions({
  server,
  client,
  endpoint,
  sockets,
  subscriptions,
  seconds,
}: {
  server: MeasuredProcess;
  client: MeasuredProcess;
  endpoint(): StreamEndpoint;
  sockets: number;
  subscriptions: number;
  seconds: number;
}): Promise<OpenSubscriptionsReport> {
  // What the first subscriptions load and compile is not held for each, nor is the room that V8 takes for garbage once there is work.
  await client.call('open', { endpoint: endpoint(), sockets: 10, subscriptions: 50 } satisfies OpenStreamsOrder);
  await client.call('deliver', 1);
  await client.call('close');
  const before = await server.memory();
  await client.call('open', { endpoint: endpoint(), sockets, subscriptions } satisfies OpenStreamsOrder);
  // Opening them is work that is not to be measured.
  await client.call('deliver', 5);
  const cpuBefore = await server.cpu();
  const startedAt = performance.now();
  const delivery = await client.call<DeliveryReport>('deliver', seconds);
  const cpuShare = ((await server.cpu()) - cpuBefore) / (performance.now() - startedAt);
  const after = await server.memory();
  await client.call('close');
  return {
    delivery,
    resident: (after.rss - before.rss) / subscriptions,
    heap: (after.heapUsed + after.external - before.heapUsed - before.external) / subscriptions,
    cpuShare,
  };
}
