import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { silentLogger } from '@polyphony/platform/logging';
import type { MongoConnection } from '@polyphony/platform/mongo';
import { chatGraph, viewerNamed, type ChatGraph } from '../testing/chat-graph.ts';
import { send, startConversation, watch } from '../testing/chat-operations.ts';
import { createChatWorld, type ChatWorld } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';
import { UsageReporter } from './usage.reporter.ts';
import { UsageRepository } from './usage.repository.ts';

describe('the tokens of a reply', () => {
  let mongo: MongoConnection;
  let world: ChatWorld;
  let graph: ChatGraph;

  beforeAll(async () => {
    mongo = await startTestMongo();
  });
  afterAll(() => mongo.close());
  beforeEach(async () => {
    world = createChatWorld(mongo.db);
    graph = chatGraph(await world.startProcess(), viewerNamed('alice'));
  });
  afterEach(() => world.close());

  const pending = () =>
    mongo.db.collection('messages').countDocuments({ 'generation.usage_retry_at': { $type: 'date' } });

  async function reply() {
    world.model.answerWith(call => call.say('Hi').finish({ promptTokens: 7, completionTokens: 2 }));
    const { reply } = await send(graph, await startConversation(graph), 'Hello');
    await watch(graph, reply.id);
    return reply.id as string;
  }

  it('are reported once, under the id of the message', async () => {
    const id = await reply();
    await eventually(async () => world.ops.recorded.has(id) && (await pending()) === 0);
    expect(world.ops.recorded.get(id)).toMatchObject({
      userId: graph.viewer.id,
      model: 'scripted',
      provider: 'test',
      promptTokens: 7,
      completionTokens: 2,
      conversationId: expect.any(String),
      latencyMs: expect.any(Number),
    });
  });

  it('are reported again by a later sweep until ops acknowledges them', async () => {
    world.ops.isAway = true;
    const id = await reply();
    expect(await pending()).toBe(1);
    const usage = new UsageReporter({
      internal: world.ops.internal,
      usage: new UsageRepository(mongo.db),
      log: silentLogger,
    });
    const minute = 60_000;
    await usage.reportPending(new Date(Date.now() + minute));
    expect(world.ops.recorded.size).toBe(0);
    world.ops.isAway = false;
    await usage.reportPending(new Date(Date.now() + minute));
    expect(world.ops.recorded.size).toBe(0);
    await usage.reportPending(new Date(Date.now() + 3 * minute));
    expect([...world.ops.recorded.keys()]).toEqual([id]);
    expect(await pending()).toBe(0);
  });
});
