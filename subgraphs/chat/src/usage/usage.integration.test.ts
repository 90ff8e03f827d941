import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@polyphony/platform/logging';
import { beforeEachWorld } from '../testing/before-each-world.ts';
import { chatGraph, viewerNamed, type ChatGraph } from '../testing/chat-graph.ts';
import { send, startConversation, watch } from '../testing/chat-operations.ts';
import type { ChatWorld } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';
import { UsageReporter } from './usage.reporter.ts';
import { UsageRepository } from './usage.repository.ts';

describe('the tokens of a reply', () => {
  let world: ChatWorld;
  let graph: ChatGraph;

  beforeEachWorld(async fresh => {
    world = fresh;
    graph = chatGraph(await world.startProcess(), viewerNamed('alice'));
  });

  const pending = () =>
    world.db.collection('messages').countDocuments({ 'generation.usage_retry_at': { $type: 'date' } });

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
      usage: new UsageRepository(world.db),
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
