import { writeFileSync } from 'node:fs';
import { temporaryFolder } from '@polyphony/e2e/harness';
import type { BenchmarkRun } from '../../src/runner/benchmark.ts';
import type { Goal } from '../../src/runner/goal.ts';
import { composeGraph } from '../graph/compose-graph.ts';
import { subgraphDefinitions } from '../graph/index.ts';
import { atMostAFraction } from '../goals/at-most-a-fraction.ts';
import { installPeers } from '../peers/install-peers.ts';
import { startMeasuredProcess } from '../processes/measured-process.ts';
import { checkAnswers } from '../rounds/check-answers.ts';
import { describeRounds } from '../rounds/describe-rounds.ts';
import { measureRounds } from '../rounds/measure-rounds.ts';
import { writeProfiles } from '../rounds/write-profiles.ts';
import { contestantNames as names, startContestants } from './start-contestants.ts';

const connections = 50;

/** All gateways on the same queries, the subgraphs over HTTP. */
export async function compareOnQueries(
  queries: readonly string[],
  { rounds, seconds, profileFolder, resources }: BenchmarkRun,
): Promise<Goal[]> {
  installPeers();
  const { folder, remove } = await temporaryFolder();
  resources.defer(remove);
  const subgraphs = resources.use(
    startMeasuredProcess({ name: 'The subgraphs', file: 'subgraphs/memoised-subgraphs.process.ts' }),
  );
  const load = resources.use(startMeasuredProcess({ name: 'The load generator', file: 'load/load.process.ts' }));
  const addresses = await subgraphs.call<Record<string, string>>('serve');
  const supergraphFile = `${folder}/supergraph.graphql`;
  writeFileSync(supergraphFile, composeGraph(subgraphDefinitions, addresses));
  const contestants = await startContestants({ supergraphFile, addresses, resources });

  const { compared, identicalBytes } = await checkAnswers(contestants, queries);
  const order = { queries, connections, seconds };
  const measured = await measureRounds({ contestants, load, rounds, ...order });
  console.log(describeRounds(measured));
  console.log(
    `\nMedian of ${rounds} rounds of ${seconds} s (lowest to highest), ${connections} connections. Ours with every protection and all metrics at\n` +
      `their defaults but for the rate limits' numbers, since one address sends everything. Of ${compared} answers compared with stock's\n` +
      `all carried the same data, ${identicalBytes} the same bytes.`,
  );
  if (profileFolder !== undefined) await writeProfiles({ folder: profileFolder, contestants, load, order });
  return [
    atMostAFraction(measured, names.ours, names.stock, 9),
    atMostAFraction(measured, names.ours, names.hive, 4),
    atMostAFraction(measured, names.oursWithDedup, names.hiveWithDedup, 4),
  ];
}
