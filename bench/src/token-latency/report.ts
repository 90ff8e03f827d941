import { formatRatio, formatSpread } from '../measurement/format-spread.ts';
import { percentile } from '../measurement/statistics.ts';
import { formatTable } from '../measurement/table.ts';
import type { RoundResult } from './measure-round.ts';

/** The rounds of one load; those of a layout that could not be started are missing. */
export interface MeasuredLoad {
  readonly title: string;
  readonly distributed: readonly RoundResult<'direct' | 'control' | 'gateway'>[];
  readonly allInOne: readonly RoundResult<'allInOne'>[];
}

/** Two tables: latencies in milliseconds, and CPU. */
export function describeLoad({ title, distributed, allInOne }: MeasuredLoad): string {
  const direct = distributed.map(({ latencies }) => latencies.direct);
  const gateway = distributed.map(({ latencies }) => latencies.gateway);
  const paths = [
    { name: 'chat subgraph directly (the peer)', rounds: direct },
    { name: 'through the gateway', rounds: gateway },
    { name: 'all-in-one server', rounds: allInOne.map(({ latencies }) => latencies.allInOne) },
  ];
  const differences = [
    {
      name: 'added by the gateway',
      rounds: distributed.map(({ latencies }) => minus(latencies.gateway, latencies.direct)),
    },
    {
      name: 'a second direct watcher (noise)',
      rounds: distributed.map(({ latencies }) => minus(latencies.control, latencies.direct)),
    },
  ];
  const latency = formatTable(
    ['token latency, ms', 'p50', 'p99', 'p50 ratio', 'p99 ratio'],
    [
      ...paths
        .filter(hasRounds)
        .map(({ name, rounds }) => [
          name,
          ...ranks.map(rank => formatSpread(at(rounds, rank), 2)),
          ...ranks.map(rank => formatRatio(at(rounds, rank), at(direct, rank))),
        ]),
      ...differences
        .filter(hasRounds)
        .map(({ name, rounds }) => [name, ...ranks.map(rank => formatSpread(at(rounds, rank), 2))]),
    ],
  );
  return [title, '', latency, '', describeCpu(distributed, allInOne)].join('\n');
}

function describeCpu(distributed: MeasuredLoad['distributed'], allInOne: MeasuredLoad['allInOne']): string {
  const sentByChat = distributed.map(({ events }) => events.direct + events.control + events.gateway);
  const processes = [
    { name: 'chat subgraph (the peer)', rounds: distributed, cpu: 'chat', sent: sentByChat },
    { name: 'gateway', rounds: distributed, cpu: 'gateway', sent: distributed.map(({ events }) => events.gateway) },
    {
      name: 'all-in-one server',
      rounds: allInOne,
      cpu: 'allInOne',
      sent: allInOne.map(({ events }) => events.allInOne),
    },
  ].map(({ name, rounds, cpu, sent }) => ({
    name,
    rounds,
    perEvent: rounds.map((round, index) => ((round.cpu[cpu] ?? Number.NaN) * 1000) / (sent[index] ?? Number.NaN)),
    rate: rounds.map((round, index) => (sent[index] ?? Number.NaN) / round.seconds),
    busy: rounds.map(round => (round.cpu[cpu] ?? Number.NaN) / 10 / round.seconds),
  }));
  const peer = processes[0]?.perEvent ?? [];
  return formatTable(
    ['process', 'events sent/s', 'CPU µs/event', 'ratio', '% of a core'],
    processes
      .filter(hasRounds)
      .map(({ name, perEvent, rate, busy }) => [
        name,
        formatSpread(rate, 0),
        formatSpread(perEvent, 0),
        formatRatio(perEvent, peer),
        formatSpread(busy, 1),
      ]),
  );
}

const ranks = [0.5, 0.99];
const at = (rounds: readonly (readonly number[])[], rank: number) => rounds.map(round => percentile(round, rank));
const minus = (subject: readonly number[], peer: readonly number[]) =>
  subject.map((value, index) => value - (peer[index] ?? Number.NaN));
const hasRounds = ({ rounds }: { rounds: readonly unknown[] }) => rounds.length > 0;
