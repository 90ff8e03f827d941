import type { MeasuredProcess } from '../processes/measured-process.ts';
import type { FlatOutOrder, FlatOutReport } from './stream-client.process.ts';

/** What the rounds of one way of subscribing came to, a number a round. */
export interface FlatOutRounds {
  /** Events a second. */
  readonly rate: number[];
  /** CPU in microseconds an event, all threads of each process. */
  readonly subgraphCpu: number[];
  readonly gatewayCpu: number[];
  readonly clientCpu: number[];
}

export interface FlatOutProcesses {
  readonly subgraphs: MeasuredProcess;
  readonly gateway: MeasuredProcess;
  readonly client: MeasuredProcess;
}

/** Reads a stream as fast as it comes, and adds what that came to. */
export async function measureFlatOut(
  { subgraphs, gateway, client }: FlatOutProcesses,
  order: FlatOutOrder,
  rounds: FlatOutRounds,
): Promise<void> {
  const measured = [subgraphs, gateway, client];
  const before = await Promise.all(measured.map(process => process.cpu()));
  const { rate, events } = await client.call<FlatOutReport>('flatOut', order);
  const after = await Promise.all(measured.map(process => process.cpu()));
  rounds.rate.push(rate);
  for (const [place, series] of [rounds.subgraphCpu, rounds.gatewayCpu, rounds.clientCpu].entries())
    series.push((((after[place] ?? 0) - (before[place] ?? 0)) * 1000) / events);
}
