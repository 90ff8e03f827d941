import { writeFileSync } from 'node:fs';
import { temporaryFolder } from '@polyphony/e2e/harness';
import type { Benchmark } from '../../src/runner/benchmark.ts';
import { startStock } from '../contestants/peers.ts';
import { startPolyphony } from '../contestants/polyphony.ts';
import { composeGraph } from '../graph/compose-graph.ts';
import { subgraphDefinitions } from '../graph/index.ts';
import { atMostAFraction } from '../goals/at-most-a-fraction.ts';
import { installPeers } from '../peers/install-peers.ts';
import { startMeasuredProcess } from '../processes/measured-process.ts';
import { deepQuery } from '../queries/deep-query.ts';
import { checkAnswers } from '../rounds/check-answers.ts';
import { describeRounds } from '../rounds/describe-rounds.ts';
import { measureRounds } from '../rounds/measure-rounds.ts';
import { writeProfiles } from '../rounds/write-profiles.ts';

const names = { stock: 'stock on LocalGraphQLDataSource', ours: 'ours on in-process subgraphs' };

export const inProcess: Benchmark = {
  name: 'gateway/in-process',
  description: 'a request with gateway and subgraphs in one process, everything included, against the stock executor',
  async run({ rounds, seconds, profileFolder, resources }) {
    installPeers();
    const { folder, remove } = await temporaryFolder();
    resources.defer(remove);
    const supergraphFile = `${folder}/supergraph.graphql`;
    writeFileSync(supergraphFile, composeGraph(subgraphDefinitions));
    const load = resources.use(startMeasuredProcess({ name: 'The load generator', file: 'load/load.process.ts' }));
    const contestants = [
      await startStock({ name: names.stock, supergraphFile, isInProcess: true, resources }),
      await startPolyphony({ name: names.ours, supergraphFile, deduplicate: false, resources }),
    ];
    await checkAnswers(contestants, [deepQuery]);
    const order = { queries: [deepQuery], connections: 50, seconds };
    const measured = await measureRounds({ contestants, load, rounds, ...order });
    console.log(describeRounds(measured));
    console.log(
      `\nMedian of ${rounds} rounds of ${seconds} s (lowest to highest). Both answer over fastify and execute the subgraphs' resolvers in every\n` +
        'request; nothing of an answer is remembered.',
    );
    if (profileFolder !== undefined) await writeProfiles({ folder: profileFolder, contestants, load, order });
    return [atMostAFraction(measured, names.ours, names.stock, 8)];
  },
};
