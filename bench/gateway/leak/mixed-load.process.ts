// Clients of every kind, well-behaved and not.
import { setTimeout as sleep } from 'node:timers/promises';
import { offerCommands } from '../processes/commands.ts';
import type { GatewayAddresses } from './gateway-addresses.ts';
import { abortedQuery, invalidRequest, mutation, query } from './http-clients.ts';
import { eventStream, invalidSocket, subscription } from './stream-clients.ts';

/** Each kind with how many act at a time and how long each rests between, in milliseconds. */
const kinds = [
  { name: 'queries', act: query, clients: 2, restMs: 10 },
  { name: 'mutations', act: mutation, clients: 2, restMs: 20 },
  { name: 'aborted queries', act: abortedQuery, clients: 3, restMs: 10 },
  { name: 'invalid requests', act: invalidRequest, clients: 2, restMs: 10 },
  { name: 'sockets with subscriptions', act: subscription, clients: 4, restMs: 50 },
  { name: 'invalid operations over sockets', act: invalidSocket, clients: 1, restMs: 50 },
  { name: 'event streams', act: eventStream, clients: 2, restMs: 50 },
];

export interface MixedLoadReport {
  /** How often each kind of client acted. */
  readonly acts: Record<string, number>;
  /** How often one was treated otherwise than it should have been, and how the first was. */
  readonly unexpected: number;
  readonly firstUnexpected: string | undefined;
}

/** Goes on from run to run, so that what clients send differs. */
let turn = 0;

offerCommands({
  async run({ addresses, seconds }: { addresses: GatewayAddresses; seconds: number }): Promise<MixedLoadReport> {
    const until = performance.now() + seconds * 1000;
    const acts: Record<string, number> = {};
    let unexpected = 0;
    let firstUnexpected: string | undefined;
    await Promise.all(
      kinds.flatMap(({ name, act, clients, restMs }) =>
        Array.from({ length: clients }, async () => {
          while (performance.now() < until) {
            try {
              await act(addresses, (turn += 1));
            } catch (error) {
              unexpected += 1;
              firstUnexpected ??= String(error);
            }
            acts[name] = (acts[name] ?? 0) + 1;
            await sleep(restMs);
          }
        }),
      ),
    );
    return { acts, unexpected, firstUnexpected };
  },
});
