import { startConversation } from '@polyphony/e2e/harness';
import { SendMessageDocument } from '@polyphony/sdk';
import { cpuTime } from '../measurement/process-cpu.ts';
import type { Subject } from './subject.ts';
import type { TimedModel, TimedReply } from './timed-model.ts';
import { watchTokens, type TokenWatcher } from './token-watcher.ts';

/** What one round on one installation showed; the arrays of all ways tell of the same tokens in the same order. */
export interface RoundResult<Way extends string> {
  /** From the model's writing of a token to its arrival, in milliseconds, by way. */
  readonly latencies: Readonly<Record<Way, number[]>>;
  /** Events that arrived while CPU was counted, by way. */
  readonly events: Readonly<Record<Way, number>>;
  /** CPU milliseconds by process. */
  readonly cpu: Readonly<Record<string, number>>;
  /** How long CPU and events were counted. */
  readonly seconds: number;
}

export interface RoundOptions<Way extends string> {
  subject: Subject<Way>;
  model: TimedModel;
  /** Replies at the same time. */
  streams: number;
  reply: TimedReply;
  /** Which way's watchers subscribe first: whoever is first in line is served first, so rounds must take turns. */
  first: number;
}

/** Lets the model stream replies, each watched on every way of the subject at once, and times every token on every way. */
export async function measureRound<Way extends string>(options: RoundOptions<Way>): Promise<RoundResult<Way>> {
  const { subject, streams, first } = options;
  const names = Object.keys(subject.ways) as Way[];
  const turns = names.map((_, index) => names[(index + first) % names.length] as Way);
  const replies = await Promise.all(Array.from({ length: streams }, () => startReply(options, turns)));

  const watchers = replies.flatMap(reply => Object.values<TokenWatcher>(reply.watchers));
  await Promise.all(watchers.map(({ begun }) => begun));
  const count = () => ({
    at: performance.now(),
    cpu: mapValues(subject.processes, pid => cpuTime(pid)),
    events: fromNames(names, way => replies.reduce((sum, { watchers }) => sum + watchers[way].events, 0)),
  });
  const before = count();
  await Promise.all(watchers.map(({ finished }) => finished));
  const after = count();

  const tokens = replies.flatMap(({ writtenAt, watchers }) =>
    writtenAt.flatMap((written, index) => {
      const arrived = fromNames(names, way => watchers[way].arrivedAt[index] ?? Number.NaN);
      if (names.some(way => Number.isNaN(arrived[way]))) throw new Error(`Token ${index} did not arrive everywhere.`);
      // What was written before everybody was there came from the replay, and tells nothing about the way.
      return written < before.at ? [] : [mapValues(arrived, at => at - written)];
    }),
  );
  return {
    latencies: fromNames(names, way => tokens.map(latency => latency[way])),
    events: mapValues(after.events, (events, way) => events - before.events[way]),
    cpu: mapValues(after.cpu, (cpu, name) => cpu - (before.cpu[name] ?? Number.NaN)),
    seconds: (after.at - before.at) / 1000,
  };
}

async function startReply<Way extends string>({ subject, model, reply }: RoundOptions<Way>, turns: Way[]) {
  const { client } = subject.account;
  const conversationId = await startConversation(client, 'Benchmark');
  const { content, writtenAt } = model.prepare(reply);
  const { sendMessage } = await client.mutate(SendMessageDocument, { input: { conversationId, content } });
  const watchers = {} as Record<Way, TokenWatcher>;
  for (const way of turns) watchers[way] = await watchTokens(subject.ways[way], sendMessage.reply.id);
  return { watchers, writtenAt };
}

const fromNames = <Name extends string, Value>(names: Name[], value: (name: Name) => Value) =>
  Object.fromEntries(names.map(name => [name, value(name)])) as Record<Name, Value>;

const mapValues = <Name extends string, From, To>(
  source: Readonly<Record<Name, From>>,
  map: (value: From, name: Name) => To,
) => fromNames(Object.keys(source) as Name[], name => map(source[name], name));
