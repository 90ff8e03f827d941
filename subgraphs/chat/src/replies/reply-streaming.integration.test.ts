import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createMemoryStreamStore, type StreamEntry } from '@polyphony/platform/streams';
import { beforeEachWorld } from '../testing/before-each-world.ts';
import { chatGraph, viewerNamed, type ChatGraph } from '../testing/chat-graph.ts';
import { collect, messageStream, readMessage, send, startConversation, watch } from '../testing/chat-operations.ts';
import type { ChatWorld } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';

const words = Array.from({ length: 40 }, (_, index) => `word${index} `);
const text = words.join('');

describe('watching a reply', () => {
  let world: ChatWorld;
  let graph: ChatGraph;
  let conversationId: string;

  beforeEachWorld(async fresh => {
    world = fresh;
    graph = chatGraph(await world.startProcess({ settings: { coalesceMs: 0 } }), viewerNamed('alice'));
    conversationId = await startConversation(graph);
  });

  async function ask() {
    const { reply } = await send(graph, conversationId, 'Count!');
    return { id: reply.id as string, call: await world.model.nextCall() };
  }

  it('shows every watcher the same pieces, whenever and wherever it joins', async () => {
    const other = chatGraph(await world.startProcess(), graph.viewer);
    const { id, call } = await ask();
    const early = watch(graph, id);
    const elsewhere = watch(other, id);
    for (const word of words.slice(0, 25)) {
      call.say(word);
      await sleep(2);
    }
    const middle = watch(other, id);
    for (const word of words.slice(25)) call.say(word);
    call.finish();
    const watched = await Promise.all([early, elsewhere, middle]);
    const late = await watch(graph, id);

    for (const watcher of [...watched, late]) {
      expect(watcher.text).toBe(text);
      expect(watcher.texts).toEqual(late.texts);
      expect(watcher.sequences).toEqual(late.texts.map((_, index) => index + 1));
      expect(watcher.finished).toEqual({
        sequence: late.texts.length + 1,
        message: expect.objectContaining({
          id,
          status: 'COMPLETE',
          content: text,
          promptTokens: 10,
          completionTokens: 5,
        }),
      });
    }
  });

  it('resumes after piece 10 without loss or repetition', async () => {
    const { id, call } = await ask();
    const dropped = watch(graph, id, { upTo: 10 });
    for (const word of words.slice(0, 20)) {
      call.say(word);
      await sleep(1);
    }
    const before = await dropped;
    expect(before.sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    const resumed = watch(graph, id, { after: 10 });
    call.say(...words.slice(20)).finish();
    const after = await resumed;
    expect(after.sequences[0]).toBe(11);
    expect(before.text + after.text).toBe(text);
    expect((await watch(graph, id, { after: 10 })).texts).toEqual(after.texts);
  });

  it('says only that the reply is finished to a watcher that is beyond the end', async () => {
    const { id, call } = await ask();
    const beyond = watch(graph, id, { after: 1000 });
    call.say('one ', 'two').finish();
    const whole = await watch(graph, id);
    for (const watcher of [await beyond, await watch(graph, id, { after: whole.sequences.length })]) {
      expect(watcher.texts).toEqual([]);
      expect(watcher.finished).toEqual(whole.finished);
    }
  });

  it('replays a finished reply from the store when the stream has expired', async () => {
    const { id, call } = await ask();
    const live = watch(graph, id);
    for (const word of words) {
      call.say(word);
      await sleep(1);
    }
    call.finish();
    const seen = await live;
    const elsewhere = await world.startProcess({
      streams: createMemoryStreamStore({ maxEntries: 10, ttlSeconds: 60 }),
    });
    expect(await watch(chatGraph(elsewhere, graph.viewer), id)).toEqual(seen);
    expect((await watch(chatGraph(elsewhere, graph.viewer), id, { after: 10 })).texts).toEqual(seen.texts.slice(10));
  });

  it('follows a running reply by what is saved when the stream is lost', async () => {
    const { id, call } = await ask();
    const elsewhere = await world.startProcess({
      streams: createMemoryStreamStore({ maxEntries: 10, ttlSeconds: 60 }),
    });
    const blind = watch(chatGraph(elsewhere, graph.viewer), id);
    const sighted = watch(graph, id);
    for (const word of words) {
      call.say(word);
      await sleep(15);
    }
    call.finish();
    expect(await blind).toEqual(await sighted);
  });

  it('ends a watch whose stream never says that the reply is finished', async () => {
    const silent = {
      ...world.streams,
      append: async (name: string, entries: readonly StreamEntry[]) => {
        await world.streams.append(
          name,
          entries.filter(({ payload }) => !payload.includes('finished')),
        );
      },
      end: () => new Promise<never>(() => {}),
    };
    const generating = await world.startProcess({ streams: silent, settings: { coalesceMs: 0 } });
    const { reply } = await send(chatGraph(generating, graph.viewer), conversationId, 'Count!');
    const watching = watch(graph, reply.id);
    (await world.model.nextCall()).say('one ', 'two').finish();
    expect(await watching).toMatchObject({ text: 'one two', finished: { message: { status: 'COMPLETE' } } });
  });

  it('catches up from the store when the stream was trimmed', async () => {
    const streams = createMemoryStreamStore({ maxEntries: 5, ttlSeconds: 60 });
    const process = chatGraph(await world.startProcess({ streams, settings: { coalesceMs: 0 } }), graph.viewer);
    const { reply } = await send(process, conversationId, 'Count!');
    const call = await world.model.nextCall();
    for (const word of words) {
      call.say(word);
      await sleep(10);
    }
    const late = watch(process, reply.id);
    await sleep(300);
    call.finish();
    expect((await late).text).toBe(text);
    expect((await late).sequences).toEqual((await watch(process, reply.id)).sequences);
  });

  it('sends the first piece at once and joins those of a burst', async () => {
    const process = chatGraph(await world.startProcess({ settings: { coalesceMs: 30 } }), graph.viewer);
    const { reply } = await send(process, conversationId, 'Count!');
    const call = await world.model.nextCall();
    const watching = watch(process, reply.id);
    call.say(...words).finish();
    const { texts } = await watching;
    expect(texts[0]).toBe(words[0]);
    expect(texts.length).toBeLessThan(6);
    expect(texts.join('')).toBe(text);
  });

  it('saves the text while it grows', async () => {
    const { id, call } = await ask();
    call.say('Once upon ');
    await eventually(async () => (await readMessage(graph, id)).content === 'Once upon ');
    expect(await readMessage(graph, id)).toMatchObject({ status: 'STREAMING', finishedAt: null });
    call.say('a time').finish();
    await eventually(async () => (await readMessage(graph, id)).status === 'COMPLETE');
    expect((await readMessage(graph, id)).content).toBe('Once upon a time');
  });

  it('makes the text searchable once it is finished, not with every save', async () => {
    const search = async () =>
      (await graph.data('query { searchConversations(query: "walrus") { id } }')).searchConversations;
    const { id, call } = await ask();
    call.say('The walrus ');
    await eventually(async () => (await readMessage(graph, id)).content === 'The walrus ');
    expect(await search()).toEqual([]);
    call.finish();
    await watch(graph, id);
    expect(await search()).toEqual([{ id: conversationId }]);
  });

  it('keeps the text and says why when the model fails', async () => {
    const { id, call } = await ask();
    const watching = watch(graph, id);
    call.say('Half a ');
    await sleep(20);
    call.fail(new TypeError('secret internals'));
    expect((await watching).finished).toMatchObject({
      message: { status: 'FAILED', content: 'Half a ', error: 'The reply could not be generated.' },
    });
  });

  it('carries what the model cites', async () => {
    const { id, call } = await ask();
    call.say('As you said.').cite('memory-1').finish();
    await watch(graph, id);
    expect((await readMessage(graph, id)).citations).toEqual([
      { source: 'memory-1', excerpt: 'Some words', score: 0.5 },
    ]);
  });

  it('treats a message of a person as one piece', async () => {
    const { userMessage, reply } = await send(graph, conversationId, 'Count!');
    expect(await watch(graph, userMessage.id)).toMatchObject({
      texts: ['Count!'],
      finished: { sequence: 2, message: { status: 'COMPLETE' } },
    });
    (await world.model.nextCall()).finish();
    expect(await watch(graph, reply.id)).toMatchObject({ texts: [], finished: { sequence: 1 } });
  });

  it('ends when the watcher leaves, also while nothing comes', async () => {
    const { id, call } = await ask();
    const subscription = graph.subscribe(messageStream, { messageId: id });
    const watching = collect(subscription);
    await sleep(30);
    subscription.leave();
    expect((await watching).finished).toBeUndefined();
    call.finish();
    await watch(graph, id);
  });

  it('refuses a negative position and the replies of others', async () => {
    const { id, call } = await ask();
    const stranger = chatGraph(await world.startProcess(), viewerNamed('eve', { role: 'ADMIN' }));
    const failureOf = async (who: ChatGraph, after: number) => {
      const { value } = await who.subscribe(messageStream, { messageId: id, after }).events.next();
      return value?.errors?.[0]?.extensions;
    };
    expect(await failureOf(graph, -1)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    expect(await failureOf(stranger, 0)).toMatchObject({ code: 'NOT_FOUND' });
    call.finish();
    await watch(graph, id);
  });
});
