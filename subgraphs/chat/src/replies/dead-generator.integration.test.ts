import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { StreamStore } from '@polyphony/platform/streams';
import type { Collection, Db } from 'mongodb';
import type { MessageDocument } from '../messages/message.document.ts';
import { beforeEachWorld } from '../testing/before-each-world.ts';
import { chatGraph, viewerNamed, type ChatGraph } from '../testing/chat-graph.ts';
import { readMessage, send, startConversation, watch } from '../testing/chat-operations.ts';
import type { ChatWorld } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';

/** Engines as a process sees them until it is killed: from then on nothing it asks for happens. */
function mortal<Engine extends object>(engine: Engine, isDead: () => boolean): Engine {
  const never = new Promise(() => {});
  return new Proxy(engine, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      return (...input: unknown[]) => {
        if (isDead()) return never;
        const result: unknown = value.apply(target, input);
        return property === 'collection' ? mortal(result as Collection, isDead) : result;
      };
    },
  });
}

describe('a reply whose process was killed', () => {
  const settings = { leaseMs: 1000, heartbeatMs: 100, saveIntervalMs: 50, sweepIntervalMs: 100 };
  let world: ChatWorld;
  let alive: ChatGraph;
  let isDead: boolean;
  let doomed: ChatGraph;
  let conversationId: string;

  beforeEachWorld(async fresh => {
    world = fresh;
    isDead = false;
    const dead = () => isDead;
    alive = chatGraph(await world.startProcess({ settings }), viewerNamed('alice'));
    const process = await world.startProcess({
      db: mortal<Db>(world.db, dead),
      streams: mortal<StreamStore>(world.streams, dead),
      settings: { ...settings, coalesceMs: 0, shutdownGraceMs: 10 },
    });
    doomed = chatGraph(process, alive.viewer);
    conversationId = await startConversation(alive);
  });

  async function killAfter(...words: string[]) {
    const { reply } = await send(doomed, conversationId, 'Tell me everything');
    const call = await world.model.nextCall();
    for (const word of words) call.say(word);
    await eventually(async () => (await readMessage(alive, reply.id)).content === words.join(''));
    isDead = true;
    return { id: reply.id as string, call };
  }

  it('is marked as failed by a sweep, with the text it had', async () => {
    const sweeping = await world.startProcess({ settings });
    await sweeping.startWorker();
    const { id } = await killAfter('Once ', 'upon ');
    await eventually(async () => (await readMessage(alive, id)).status === 'FAILED');
    expect(await readMessage(alive, id)).toMatchObject({
      content: 'Once upon ',
      error: 'The process that generated this reply died before it was complete.',
      promptTokens: expect.any(Number),
      completionTokens: 2,
    });
  });

  it('is marked as failed when a process starts', async () => {
    const { id } = await killAfter('Once ', 'upon ');
    await sleep(settings.leaseMs + 50);
    await (await world.startProcess({ settings })).startWorker();
    expect(await readMessage(alive, id)).toMatchObject({ status: 'FAILED', content: 'Once upon ' });
  });

  it('ends for those who watch it, without any sweep', async () => {
    const { id } = await killAfter('Once ', 'upon ');
    const watched = await watch(alive, id);
    expect(watched.text).toBe('Once upon ');
    expect(watched.finished).toMatchObject({ message: { status: 'FAILED', content: 'Once upon ' } });
    expect(await watch(alive, id)).toEqual(watched);
  });

  it('keeps also what was streamed but not saved yet', async () => {
    const { reply } = await send(doomed, conversationId, 'Tell me everything');
    const call = await world.model.nextCall();
    call.say('Once ');
    await eventually(async () => (await readMessage(alive, reply.id)).content === 'Once ');
    const watching = watch(alive, reply.id);
    await sleep(60);
    call.say('upon ');
    await watch(alive, reply.id, { upTo: 2 });
    isDead = true;
    const watched = await watching;
    expect(watched.text).toBe('Once upon ');
    expect(watched.finished).toMatchObject({ message: { status: 'FAILED', content: 'Once upon ' } });
  });

  it('cannot be changed by a generator that comes back to life', async () => {
    const { id, call } = await killAfter('Once ', 'upon ');
    const { finished } = await watch(alive, id);
    isDead = false;
    call.say('a time').finish();
    await sleep(300);
    expect(await readMessage(alive, id)).toMatchObject(finished!.message);
    expect((await watch(alive, id)).finished).toEqual(finished);
  });

  it('can be stopped without waiting for the sweep', async () => {
    const { id } = await killAfter('Once ');
    await sleep(settings.leaseMs + 50);
    const { stopMessage } = await alive.data('mutation ($id: ID!) { stopMessage(id: $id) { status content } }', { id });
    expect(stopMessage).toEqual({ status: 'FAILED', content: 'Once ' });
  });

  it('is left alone for as long as its process renews the lease, however slow the model is', async () => {
    await (await world.startProcess({ settings })).startWorker();
    const { reply } = await send(alive, conversationId, 'Think!');
    const call = await world.model.nextCall();
    const watching = watch(alive, reply.id);
    await sleep(settings.leaseMs * 3);
    call.say('42').finish();
    expect((await watching).finished).toMatchObject({ message: { status: 'COMPLETE', content: '42' } });
  });

  it('is saved as failed by a process that shuts down in order', async () => {
    const process = await world.startProcess({ settings });
    const graph = chatGraph(process, alive.viewer);
    const { reply } = await send(graph, conversationId, 'Tell me everything');
    const call = await world.model.nextCall();
    call.say('Once ');
    await watch(graph, reply.id, { upTo: 1 });
    const watching = watch(alive, reply.id);
    await process.close();
    expect(await readMessage(alive, reply.id)).toMatchObject({
      status: 'FAILED',
      content: 'Once ',
      error: 'The server was shut down before the reply was complete.',
    });
    expect(call.abortedAt).toBeDefined();
    expect((await watching).finished).toMatchObject({ message: { status: 'FAILED' } });
    const late = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { reply { id } } }';
    expect(await graph.failure(late, { input: { conversationId, content: 'Hi' } })).toMatchObject({
      code: 'INFERENCE_UNAVAILABLE',
    });
  });

  it('leaves no reply without an end when the process dies right after storing it', async () => {
    const messages = world.db.collection<MessageDocument>('messages');
    const { reply } = await send(doomed, conversationId, 'Tell me everything');
    isDead = true;
    expect((await watch(alive, reply.id)).finished).toMatchObject({ message: { status: 'FAILED', content: '' } });
    expect(await messages.countDocuments({ 'generation.lease_expires_at': { $type: 'date' } })).toBe(0);
  });
});
