import { readyLine, startProcess, startServer, temporaryFolder } from '@polyphony/e2e/harness';
import { startOpenAiServer } from '@polyphony/inference/testing';
import { formatRatio, formatSpread } from '../measurement/format-spread.ts';
import { formatTable } from '../measurement/table.ts';
import type { Benchmark } from '../runner/benchmark.ts';
import { measureStart, type MeasuredStart } from './measure-start.ts';

export const startUp: Benchmark = {
  name: 'start-up',
  description:
    'the all-in-one server on an empty data folder and again on the same, against an Apollo Server with one field',
  async run({ rounds, resources }) {
    const model = await startOpenAiServer();
    resources.defer(() => model.close());
    const environment = { LLM_URL: model.url, LLM_MODEL: 'test-model', LOG_LEVEL: 'warn' };

    const peer: MeasuredStart[] = [];
    const first: MeasuredStart[] = [];
    const second: MeasuredStart[] = [];
    for (let round = 0; round < rounds; round += 1) {
      peer.push(await measureStart(startPeer));
      const { folder, remove } = await temporaryFolder();
      resources.defer(remove);
      const start = () => startPolyphony(`${folder}/data`, environment, resources);
      first.push(await measureStart(start));
      second.push(await measureStart(start));
    }
    const rows = [
      { name: 'Apollo Server with one field (the peer)', starts: peer },
      { name: 'first start, empty data folder', starts: first },
      { name: 'second start, same data folder', starts: second },
    ];
    console.log(
      formatTable(
        ['start-up', 'ready, ms', 'ratio', 'first answer, ms', 'CPU, ms', 'CPU ratio'],
        rows.map(({ name, starts }) => [
          name,
          formatSpread(each(starts, 'ready'), 0),
          formatRatio(each(starts, 'ready'), each(peer, 'ready')),
          formatSpread(each(starts, 'answered'), 0),
          formatSpread(each(starts, 'cpu'), 0),
          formatRatio(each(starts, 'cpu'), each(peer, 'cpu')),
        ]),
      ),
    );
    console.log(
      `\nMedian of ${rounds} rounds (lowest to highest). Without model weights; the language model is a server.`,
    );
  },
};

async function startPeer() {
  const peer = startProcess('bench/src/start-up/peer-server.ts', { environment: {} });
  return { endpoint: await peer.printed(readyLine), pid: peer.pid, stop: () => peer.stop() };
}

async function startPolyphony(
  dataFolder: string,
  environment: Record<string, string>,
  resources: AsyncDisposableStack,
) {
  const server = await startServer(dataFolder, environment);
  resources.defer(() => server.stop());
  return { endpoint: `${server.url}/graphql`, pid: server.process.pid, stop: () => server.stop() };
}

const each = (starts: MeasuredStart[], key: keyof MeasuredStart) => starts.map(start => start[key]);
