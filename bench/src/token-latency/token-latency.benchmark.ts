import { hasRedisServer } from '@polyphony/platform/testing/servers';
import type { Benchmark, BenchmarkRun } from '../runner/benchmark.ts';
import { measureRound, type RoundResult } from './measure-round.ts';
import { describeLoad, type MeasuredLoad } from './report.ts';
import { startAllInOneSubject, startDistributedSubject, type Subject } from './subject.ts';
import { startTimedModel, type TimedModel } from './timed-model.ts';

/** Above the 30 ms within which the chat subgraph joins tokens into one event. */
const delayMs = 40;

export const tokenLatency: Benchmark = {
  name: 'token-latency',
  description: 'what the gateway adds to each streamed token, against watching the chat subgraph directly',
  async run({ rounds, streams, resources }) {
    const model = resources.use(await startTimedModel());
    const environment = {
      LLM_URL: model.url,
      LLM_MODEL: 'test-model',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_MINUTE: '0',
      RATE_LIMIT_PER_MINUTE_AND_ADDRESS: '0',
      DAILY_QUOTA: '1000000',
    };
    const allInOne = await startAllInOneSubject(environment, resources);
    const distributed = hasRedisServer() ? await startDistributedSubject(environment, resources) : undefined;
    if (distributed === undefined)
      console.log('Only the all-in-one layout: the distributed one needs redis-server (REDIS_COMMAND or on PATH).\n');

    const subjects = { allInOne, distributed, model };
    await measureLoad(subjects, { title: '', rounds: 1, streams: 4, tokens: 25 });
    const loads = [
      { title: `One reply, a token every ${delayMs} ms`, rounds, streams: 1, tokens: 200 },
      { title: `${streams} replies at a time, each a token every ${delayMs} ms`, rounds, streams, tokens: 100 },
    ];
    for (const load of loads) console.log(`${describeLoad(await measureLoad(subjects, load))}\n`);
    console.log(
      `Median of ${rounds} rounds (lowest to highest). Latency: from the model server's write to the client's receipt.`,
    );
  },
};

interface Load extends Pick<BenchmarkRun, 'rounds' | 'streams'> {
  title: string;
  /** Of each reply. */
  tokens: number;
}

interface Subjects {
  allInOne: Subject<'allInOne'>;
  distributed: Subject<'direct' | 'control' | 'gateway'> | undefined;
  model: TimedModel;
}

/** The layouts take turns, so that whatever else the machine does meets both. */
async function measureLoad(
  { allInOne, distributed, model }: Subjects,
  { title, rounds, streams, tokens }: Load,
): Promise<MeasuredLoad> {
  const distributedRounds: RoundResult<'direct' | 'control' | 'gateway'>[] = [];
  const allInOneRounds: RoundResult<'allInOne'>[] = [];
  const shared = { model, streams, reply: { tokens, delayMs, leadMs: 500 + 50 * streams } };
  for (let round = 0; round < rounds; round += 1) {
    if (distributed !== undefined)
      distributedRounds.push(await measureRound({ ...shared, subject: distributed, first: round }));
    allInOneRounds.push(await measureRound({ ...shared, subject: allInOne, first: round }));
  }
  return { title, distributed: distributedRounds, allInOne: allInOneRounds };
}
