import type { Contestant } from '../contestants/contestant.ts';
import type { LoadOrder, LoadReport } from '../load/load.ts';
import type { MeasuredProcess } from '../processes/measured-process.ts';

/** What a contestant's rounds came to, a number a round. */
export interface MeasuredContestant {
  readonly name: string;
  /** CPU of the gateway's process, all threads, in milliseconds a request. */
  readonly cpu: number[];
  /** Requests a second. */
  readonly rate: number[];
  /** Latency of the slowest in a hundred, in milliseconds. */
  readonly p99: number[];
}

export interface RoundsOptions {
  readonly contestants: readonly Contestant[];
  readonly load: MeasuredProcess;
  readonly rounds: number;
  readonly queries: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

/**
 * Puts each contestant under load in turn, several times over, so that whatever else the machine does meets all of them.
 * @throws Error when one does not answer, or not always as much.
 */
export async function measureRounds({
  contestants,
  load,
  rounds,
  ...order
}: RoundsOptions): Promise<MeasuredContestant[]> {
  for (const contestant of contestants) await warmUp(contestant, load, order);
  const measured = contestants.map(({ name }): MeasuredContestant => ({ name, cpu: [], rate: [], p99: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, contestant] of contestants.entries()) {
      const before = await contestant.process.cpu();
      const report = await putUnderLoad(contestant, load, order);
      const used = (await contestant.process.cpu()) - before;
      measured[place]?.cpu.push(used / report.requests);
      measured[place]?.rate.push(report.requests / report.seconds);
      measured[place]?.p99.push(report.p99);
    }
  }
  return measured;
}

/** So many requests, and as long as two rounds at least: until V8 has compiled what is hot, however slow the machine is. */
const warmUpRequests = 1000;

async function warmUp(contestant: Contestant, load: MeasuredProcess, order: Omit<LoadOrder, 'url'>): Promise<void> {
  const atLeast = Math.max(warmUpRequests, order.queries.length * 5);
  await putUnderLoad(contestant, load, { ...order, seconds: order.seconds * 2, atLeast });
}

/** @throws Error when a request failed. */
export async function putUnderLoad(
  { name, url }: Contestant,
  load: MeasuredProcess,
  order: Omit<LoadOrder, 'url'>,
): Promise<LoadReport> {
  const report = await load.call<LoadReport>('load', { ...order, url } satisfies LoadOrder);
  if (report.failures > 0) throw new Error(`${name} failed ${report.failures} of ${report.requests} requests.`);
  return report;
}
