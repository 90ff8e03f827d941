import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createMemoryEventBus } from '@polyphony/platform/events';
import { beforeEachWorld } from '../testing/before-each-world.ts';
import { chatGraph, viewerNamed, type ChatGraph } from '../testing/chat-graph.ts';
import { readMessage, send, startConversation, watch } from '../testing/chat-operations.ts';
import type { ChatWorld } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';

const stopMessage = 'mutation ($id: ID!) { stopMessage(id: $id) { id status isStopped content completionTokens } }';

describe('stopping a reply', () => {
  let world: ChatWorld;
  let graph: ChatGraph;
  let conversationId: string;

  beforeEachWorld(async fresh => {
    world = fresh;
    graph = chatGraph(await world.startProcess(), viewerNamed('alice'));
    conversationId = await startConversation(graph);
  });

  async function askAndHear(words: string) {
    const { reply } = await send(graph, conversationId, 'Tell me everything');
    const call = await world.model.nextCall();
    call.say(words);
    await watch(graph, reply.id, { upTo: 1 });
    return { id: reply.id as string, call };
  }

  it('aborts the model within 200 ms and keeps the text', async () => {
    const { id, call } = await askAndHear('First of all ');
    const watching = watch(graph, id);
    const askedAt = performance.now();
    const { stopMessage: stopped } = await graph.data(stopMessage, { id });
    expect(call.abortedAt! - askedAt).toBeLessThan(1000);
    expect(stopped).toEqual({
      id,
      status: 'STOPPED',
      isStopped: true,
      content: 'First of all ',
      completionTokens: 3,
    });
    expect((await watching).finished).toMatchObject({ message: { status: 'STOPPED', content: 'First of all ' } });
  });

  it('aborts a model in another process at once', async () => {
    const elsewhere = chatGraph(await world.startProcess(), graph.viewer);
    const { id, call } = await askAndHear('First of all ');
    const askedAt = performance.now();
    const { stopMessage: stopped } = await elsewhere.data(stopMessage, { id });
    expect(call.abortedAt! - askedAt).toBeLessThan(1000);
    expect(stopped).toMatchObject({ status: 'STOPPED', content: 'First of all ' });
  });

  it('stops a reply before its first token', async () => {
    const { reply } = await send(graph, conversationId, 'Tell me everything');
    const { stopMessage: stopped } = await graph.data(stopMessage, { id: reply.id });
    expect(stopped).toMatchObject({ status: 'STOPPED', content: '', completionTokens: 0 });
  });

  it('reaches a generator that never gets the event at its next save', async () => {
    const deaf = await world.startProcess({
      events: createMemoryEventBus(),
      settings: { heartbeatMs: 300, saveIntervalMs: 50 },
    });
    const { reply } = await send(chatGraph(deaf, graph.viewer), conversationId, 'Tell me everything');
    const call = await world.model.nextCall();
    call.say('Well ');
    const { stopMessage: stopped } = await graph.data(stopMessage, { id: reply.id });
    expect(stopped).toMatchObject({ status: 'STOPPED', content: 'Well ' });
    expect(call.abortedAt).toBeDefined();
  });

  it('leaves a finished message as it is', async () => {
    const { id, call } = await askAndHear('Done.');
    call.finish();
    await watch(graph, id);
    const before = await readMessage(graph, id);
    const { stopMessage: stopped } = await graph.data(stopMessage, { id });
    expect(stopped).toMatchObject({ status: 'COMPLETE', isStopped: false, content: 'Done.' });
    expect(await readMessage(graph, id)).toEqual(before);
  });

  it('does not let anybody else stop it', async () => {
    const { id, call } = await askAndHear('Mine ');
    const stranger = chatGraph(await world.startProcess(), viewerNamed('eve', { role: 'ADMIN' }));
    expect(await stranger.failure(stopMessage, { id })).toMatchObject({ code: 'NOT_FOUND' });
    await sleep(50);
    expect(call.abortedAt).toBeUndefined();
    call.finish();
    await watch(graph, id);
  });

  it('stops the replies of a conversation that is deleted', async () => {
    const { call } = await askAndHear('First of all ');
    await graph.data('mutation ($id: ID!) { deleteConversation(id: $id) }', { id: conversationId });
    await eventually(() => call.abortedAt !== undefined);
  });
});
