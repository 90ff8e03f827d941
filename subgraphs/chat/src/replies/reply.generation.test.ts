import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { ChatModel } from '@polyphony/inference/chat';
import { AppError } from '@polyphony/platform/errors';
import { createMemoryEventBus } from '@polyphony/platform/events';
import { silentLogger } from '@polyphony/platform/logging';
import { createMemoryStreamStore, type StreamEntry, type StreamStore } from '@polyphony/platform/streams';
import { ObjectId } from 'mongodb';
import type { MessageDocument } from '../messages/message.document.ts';
import { MessageRole } from '../messages/message-role.ts';
import { MessageStatus } from '../messages/message-status.ts';
import { newMessage } from '../messages/new-message.ts';
import { defaultSettings } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';
import { createScriptedChatModel } from '../testing/scripted-chat.model.ts';
import { Interruption } from './interruption.ts';
import { ReplyGeneration, type ReplyGenerationDependencies } from './reply.generation.ts';
import type { ReplyProgress, ReplyResult } from './reply.repository.ts';
import { replyStream } from './reply-stream.ts';

/** A store for one reply, which remembers what it was told and answers what the test wants. */
function fakeReplies() {
  return {
    saves: [] as ReplyProgress[],
    results: [] as ReplyResult[],
    stopRequested: false,
    isLost: false,
    failures: 0,
    begin() {
      return Promise.resolve(this.isLost ? null : { stopRequested: this.stopRequested });
    },
    save(_claim: unknown, progress: ReplyProgress) {
      this.saves.push(progress);
      return Promise.resolve(this.isLost ? null : { stopRequested: this.stopRequested });
    },
    finish(_claim: unknown, result: ReplyResult) {
      if (this.failures > 0) {
        this.failures -= 1;
        return Promise.reject(new Error('The store is away.'));
      }
      if (this.isLost) return Promise.resolve(null);
      this.results.push(result);
      return Promise.resolve({ ...reply(), ...result } as unknown as MessageDocument);
    },
  };
}

const conversationId = new ObjectId();
const reply = (): MessageDocument => ({
  ...newMessage({ conversationId, userId: 'alice', now: new Date() }, { parentId: null, depth: 2 }),
  _id: new ObjectId(),
  role: MessageRole.ASSISTANT,
  status: MessageStatus.PENDING,
});

function setUp(more: Partial<ReplyGenerationDependencies> = {}) {
  const replies = fakeReplies();
  const model = createScriptedChatModel();
  const streams = createMemoryStreamStore({ maxEntries: 1000, ttlSeconds: 10 });
  const announced: string[] = [];
  const message = reply();
  const generation = new ReplyGeneration(
    { reply: message, systemPrompt: null },
    {
      replies,
      model,
      streams,
      events: createMemoryEventBus(),
      prompts: {
        build: () => Promise.resolve({ messages: [], sources: [], maxReplyTokens: 9, estimatedTokens: 33 }),
      },
      usage: { report: () => Promise.resolve(true) },
      announce: id => {
        announced.push(id);
        return Promise.resolve();
      },
      generatorId: 'this-process',
      settings: { ...defaultSettings, coalesceMs: 0, saveIntervalMs: 20, heartbeatMs: 60 },
      log: silentLogger,
      ...more,
    },
  );
  const streamed = async () => {
    const entries: StreamEntry[] = [];
    const options = { after: 0, signal: AbortSignal.timeout(50) };
    for await (const entry of streams.read(replyStream(message._id.toHexString()), options)) entries.push(entry);
    return entries.map(({ payload }) => JSON.parse(payload));
  };
  return { replies, model, announced, generation, streamed };
}

describe('generating a reply', () => {
  it('streams the pieces, stores the whole, then says that it is finished', async () => {
    const { replies, model, announced, generation, streamed } = setUp();
    const running = generation.run();
    const call = await model.nextCall();
    call.say('Hello ');
    await sleep(5);
    call.say('world').cite('memory-1').finish({ promptTokens: 4, completionTokens: 2 });
    await running;
    expect(await streamed()).toEqual([{ begun: true }, { text: 'Hello ' }, { text: 'world' }, { finished: true }]);
    expect(replies.results).toEqual([
      expect.objectContaining({
        status: 'complete',
        content: 'Hello world',
        deltaOffsets: [6, 11],
        promptTokens: 4,
        completionTokens: 2,
        error: null,
        citations: [{ source: 'memory-1', title: 'A source', excerpt: 'Some words', score: 0.5 }],
      }),
    ]);
    expect(announced).toEqual([conversationId.toHexString()]);
  });

  it('saves growing text, and keeps the lease alive while nothing comes', async () => {
    const { replies, model, generation } = setUp();
    const startedAt = performance.now();
    const running = generation.run();
    const call = await model.nextCall();
    call.say('One');
    await eventually(() => replies.saves.length === 3);
    expect(replies.saves[0]).toMatchObject({ content: 'One', deltaOffsets: [3] });
    expect(performance.now() - startedAt).toBeGreaterThan(2 * 60 - 5);
    call.finish();
    await running;
  });

  it('keeps the text when it is interrupted, and counts the tokens itself', async () => {
    const { replies, model, generation } = setUp();
    const running = generation.run();
    (await model.nextCall()).say('One two three');
    await sleep(5);
    generation.interrupt(new Interruption('stopped'));
    generation.interrupt(new Interruption('shutdown'));
    await running;
    expect(replies.results).toEqual([
      expect.objectContaining({ status: 'stopped', content: 'One two three', promptTokens: 33, completionTokens: 3 }),
    ]);
  });

  it('does not wait for a model that ignores the abort', async () => {
    const deaf: ChatModel = {
      ...createScriptedChatModel(),
      async *stream() {
        yield { type: 'text', text: 'Stuck' };
        await new Promise(() => {});
      },
    };
    const { replies, generation } = setUp({ model: deaf });
    const running = generation.run();
    await sleep(30);
    const askedAt = performance.now();
    generation.interrupt(new Interruption('stopped'));
    await running;
    expect(performance.now() - askedAt).toBeLessThan(1000);
    expect(replies.results).toEqual([expect.objectContaining({ status: 'stopped', content: 'Stuck' })]);
  });

  it('obeys a stop that was requested before it began', async () => {
    const { replies, generation } = setUp();
    replies.stopRequested = true;
    await generation.run();
    expect(replies.results).toEqual([expect.objectContaining({ status: 'stopped', content: '' })]);
  });

  it('fails with the message of the model, and with a general one for anything unexpected', async () => {
    for (const [error, message] of [
      [new AppError('The model is overloaded.', { code: 'INFERENCE_RATE_LIMITED' }), 'The model is overloaded.'],
      [new RangeError('internals'), 'The reply could not be generated.'],
    ] as const) {
      const { replies, model, generation } = setUp();
      const running = generation.run();
      const call = await model.nextCall();
      call.say('Half').fail(error);
      await running;
      expect(replies.results).toEqual([expect.objectContaining({ status: 'failed', content: 'Half', error: message })]);
    }
  });

  it('does not take a stream without an end for an answer', async () => {
    const broken: ChatModel = {
      ...createScriptedChatModel(),
      async *stream() {
        yield { type: 'text', text: 'Half' };
      },
    };
    const { replies, generation } = setUp({ model: broken });
    await generation.run();
    expect(replies.results).toEqual([expect.objectContaining({ status: 'failed', content: 'Half' })]);
  });

  it('breaks a model off that does not stop by itself, before the reply is too large to be stored', async () => {
    const endless: ChatModel = {
      ...createScriptedChatModel(),
      async *stream({ signal }) {
        while (!signal.aborted) yield { type: 'text', text: 'and so on '.repeat(30_000) };
      },
    };
    const { replies, generation } = setUp({ model: endless });
    await generation.run();
    expect(replies.results).toEqual([
      expect.objectContaining({
        status: 'failed',
        error: 'The reply became too long.',
        deltaOffsets: [300_000, 500_000],
      }),
    ]);
    expect(replies.results[0]!.content).toHaveLength(500_000);
  });

  it('writes nothing any more once the lease is lost', async () => {
    const { replies, model, announced, generation, streamed } = setUp();
    const running = generation.run();
    const call = await model.nextCall();
    call.say('Mine ');
    await sleep(30);
    replies.isLost = true;
    await running;
    expect(call.abortedAt).toBeDefined();
    expect(replies.results).toEqual([]);
    expect(announced).toEqual([]);
    expect(await streamed()).toEqual([{ begun: true }, { text: 'Mine ' }]);
  });

  it('holds its pieces back while its lease is over, since another process may have begun to end the reply', async () => {
    const settings = { ...defaultSettings, coalesceMs: 0, saveIntervalMs: 10_000, leaseMs: 300 };
    const { model, generation, streamed } = setUp({ settings });
    const running = generation.run();
    const call = await model.nextCall();
    call.say('In time ');
    await sleep(310);
    call.say('too late');
    await sleep(20);
    expect(await streamed()).toEqual([{ begun: true }, { text: 'In time ' }]);
    call.finish();
    await running;
  });

  it('waits for a store that is away for a moment', async () => {
    const { replies, model, generation } = setUp();
    replies.failures = 1;
    model.answerWith(call => call.say('Hi').finish());
    await generation.run();
    expect(replies.results).toEqual([expect.objectContaining({ status: 'complete', content: 'Hi' })]);
  });

  it('goes on when the stream store fails, and sends what it could not once that is back', async () => {
    const inner = createMemoryStreamStore({ maxEntries: 100, ttlSeconds: 10 });
    let isAway = true;
    const appended: StreamEntry[] = [];
    const streams: StreamStore = {
      ...inner,
      async append(name, entries) {
        if (isAway) throw new Error('The stream store is away.');
        appended.push(...entries);
        await inner.append(name, entries);
      },
    };
    const { replies, model, generation } = setUp({ streams });
    const running = generation.run();
    const call = await model.nextCall();
    call.say('One ');
    await sleep(10);
    isAway = false;
    call.say('two').finish();
    await running;
    expect(appended.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(replies.results).toEqual([expect.objectContaining({ status: 'complete', content: 'One two' })]);
  });
});
