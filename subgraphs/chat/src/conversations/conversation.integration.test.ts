import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@polyphony/platform/logging';
import { ObjectId } from 'mongodb';
import { beforeEachWorld } from '../testing/before-each-world.ts';
import { chatGraph, viewerNamed, type ChatGraph, type Data } from '../testing/chat-graph.ts';
import { send, startConversation, watch } from '../testing/chat-operations.ts';
import type { ChatWorld } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';
import { ConversationPurge } from './conversation.purge.ts';

const operations = {
  archive: 'mutation ($id: ID!) { archiveConversation(id: $id) { id isArchived } }',
  restore: 'mutation ($id: ID!) { restoreConversation(id: $id) { id isArchived } }',
  delete: 'mutation ($id: ID!) { deleteConversation(id: $id) }',
  read: 'query ($id: ID!) { conversation(id: $id) { id title isArchived } }',
};
const dayMs = 24 * 60 * 60 * 1000;

describe('conversations', () => {
  let world: ChatWorld;
  let graph: ChatGraph;
  let stranger: ChatGraph;

  beforeEachWorld(async fresh => {
    world = fresh;
    await world.db.collection('conversations').deleteMany({});
    await world.db.collection('messages').deleteMany({});
    world.model.answerWith(reply => reply.say('An answer about penguins').finish());
    const process = await world.startProcess();
    graph = chatGraph(process, viewerNamed('alice'));
    stranger = chatGraph(process, viewerNamed('eve', { role: 'ADMIN' }));
  });

  /** What the gateway asks for `me { conversations ... }`. */
  const list = async (args = '', who = graph) => {
    const { _entities } = await who.data(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { conversations${args} {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id title } } } } } }`,
      { r: [{ __typename: 'User', id: graph.viewer.id }] },
    );
    return _entities[0]?.conversations;
  };
  const titles = (connection: Data) => connection.edges.map(({ node }: Data) => node.title);

  async function say(conversationId: string, content: string) {
    const { reply } = await send(graph, conversationId, content);
    await watch(graph, reply.id);
  }

  it('begin with what was asked for', async () => {
    const { startConversation: started } = await graph.data(
      `mutation ($input: StartConversationInput!) { startConversation(input: $input) {
        title model systemPrompt totalMessages totalTokens isArchived tags user { id } messages { totalCount nodes { id } } files { id } memories { id } } }`,
      { input: { title: 'Trip', systemPrompt: 'Be brief.', model: 'scripted', tags: ['travel'] } },
    );
    expect(started).toEqual({
      title: 'Trip',
      model: 'scripted',
      systemPrompt: 'Be brief.',
      totalMessages: 0,
      totalTokens: 0,
      isArchived: false,
      tags: ['travel'],
      user: { id: graph.viewer.id },
      messages: { totalCount: 0, nodes: [] },
      files: [],
      memories: [],
    });
  });

  it.each([
    ['model', { model: 'gpt-9' }],
    ['title', { title: 'x'.repeat(256) }],
    ['systemPrompt', { systemPrompt: 'ế'.repeat(16 * 1024) }],
  ])('are refused with a wrong %s', async (field, input) => {
    const start = 'mutation ($input: StartConversationInput!) { startConversation(input: $input) { id } }';
    expect(await graph.failure(start, { input })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field,
      ...(field === 'model' && { available: ['scripted'] }),
    });
  });

  it('are listed newest first, in pages that new ones do not shift', async () => {
    for (let index = 1; index <= 5; index += 1) await startConversation(graph, { title: `T${index}` });
    const first = await list('(first: 2)');
    expect(titles(first)).toEqual(['T5', 'T4']);
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    await startConversation(graph, { title: 'T6' });
    const second = await list(`(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect(titles(second)).toEqual(['T3', 'T2']);
    const third = await list(`(first: 2, after: "${second.pageInfo.endCursor}")`);
    expect(titles(third)).toEqual(['T1']);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('are paged without loss when many were created in the same millisecond', async () => {
    const created_at = new Date();
    for (let index = 0; index < 7; index += 1) await startConversation(graph, { title: `S${index}` });
    await world.db.collection('conversations').updateMany({}, { $set: { created_at } });
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Data = await list(`(first: 3${after === null ? '' : `, after: "${after}"`})`);
      seen.push(...titles(page));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(['S6', 'S5', 'S4', 'S3', 'S2', 'S1', 'S0']);
  });

  it('refuse pages that are too long and cursors of other lists', async () => {
    const id = await startConversation(graph);
    const messages = (args: string) =>
      graph.failure(`query ($id: ID!) { conversation(id: $id) { messages${args} { totalCount } } }`, { id });
    expect(await messages('(first: 0)')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
    expect(await messages('(first: 101)')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
    expect(await messages('(after: "nonsense")')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    const cursor = Buffer.from('["x",1]').toString('base64url');
    await expect(list(`(after: "${cursor}")`)).rejects.toThrow('BAD_USER_INPUT');
  });

  it('show their messages in pages that go on where the last one ended while messages come in', async () => {
    const id = await startConversation(graph);
    for (const content of ['A', 'B', 'C']) await say(id, content);
    const page = async (args: string) => {
      const { conversation } = await graph.data(
        `query ($id: ID!) { conversation(id: $id) { messages${args} { totalCount pageInfo { hasNextPage endCursor } nodes { content } } } }`,
        { id },
      );
      return conversation.messages;
    };
    const answer = 'An answer about penguins';
    const first = await page('(first: 3)');
    expect(first).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: true } });
    expect(first.nodes.map(({ content }: Data) => content)).toEqual(['A', answer, 'B']);
    await say(id, 'D');
    const rest = await page(`(after: "${first.pageInfo.endCursor}")`);
    expect(rest.nodes.map(({ content }: Data) => content)).toEqual([answer, 'C', answer, 'D', answer]);
    expect(rest).toMatchObject({ totalCount: 8, pageInfo: { hasNextPage: false } });
  });

  it('leave the list when they are archived, and come back', async () => {
    const id = await startConversation(graph, { title: 'Old' });
    expect(await graph.data(operations.archive, { id })).toMatchObject({ archiveConversation: { isArchived: true } });
    expect(titles(await list())).toEqual([]);
    expect(await list('(archived: true)')).toMatchObject({ totalCount: 1 });
    expect(await graph.data(operations.read, { id })).toMatchObject({ conversation: { isArchived: true } });
    await graph.data(operations.restore, { id });
    expect(titles(await list())).toEqual(['Old']);
  });

  it('can be restored for a week after they were deleted', async () => {
    const id = await startConversation(graph, { title: 'Gone' });
    await say(id, 'Remember me');
    await graph.data(operations.delete, { id });
    expect(await graph.failure(operations.read, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await graph.failure(operations.archive, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await graph.failure(operations.delete, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(titles(await list())).toEqual([]);
    await graph.data(operations.restore, { id });
    expect(titles(await list())).toEqual(['Gone']);
    const { conversation } = await graph.data(
      'query ($id: ID!) { conversation(id: $id) { messages { nodes { content } } } }',
      { id },
    );
    expect(conversation.messages.nodes[0]).toEqual({ content: 'Remember me' });
  });

  it('are removed with their messages when the week is over, but not earlier', async () => {
    const [kept, gone, old] = [
      await startConversation(graph, { title: 'Kept' }),
      await startConversation(graph, { title: 'Gone' }),
      await startConversation(graph, { title: 'Old' }),
    ];
    for (const id of [kept, gone, old]) await say(id, 'Hi');
    for (const id of [gone, old]) await graph.data(operations.delete, { id });
    await world.db
      .collection('conversations')
      .updateOne({ _id: new ObjectId(old) }, { $set: { deleted_at: new Date(Date.now() - 7 * dayMs - 1000) } });
    const { createMemory } = await graph.data(
      'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { id } }',
      { input: { content: 'I like tea' } },
    );
    await world.db
      .collection('chatbot_memory')
      .updateOne({ _id: new ObjectId(createMemory.id) }, { $set: { conversation_id: new ObjectId(old) } });
    await new ConversationPurge({ db: world.db, restorableDays: 7, log: silentLogger }).run();
    expect(await graph.failure(operations.restore, { id: old })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.db.collection('messages').countDocuments()).toBe(4);
    expect(await world.db.collection('conversations').countDocuments()).toBe(2);
    expect(await world.db.collection('chatbot_memory').findOne({ content: 'I like tea' })).toMatchObject({
      conversation_id: null,
    });
    await graph.data(operations.restore, { id: gone });
  });

  it('are not there for anybody else', async () => {
    const id = await startConversation(graph);
    for (const operation of Object.values(operations)) {
      for (const unknown of [id, new ObjectId().toHexString(), 'nonsense']) {
        expect(await stranger.failure(operation, { id: unknown })).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    await expect(list('', stranger)).rejects.toThrow('NOT_FOUND');
    expect(titles(await list())).toHaveLength(1);
  });

  it('are found by words of their titles and messages, by their owner only', async () => {
    const trip = await startConversation(graph, { title: 'Trip to Lisbon' });
    const cooking = await startConversation(graph, { title: 'Cooking' });
    await say(cooking, 'How long do I boil potatoes? In lisbon they never do.');
    const deleted = await startConversation(graph, { title: 'Lisbon, deleted' });
    await graph.data(operations.delete, { id: deleted });
    const search = async (query: string, who = graph) => {
      const { searchConversations } = await who.data(
        'query ($query: String!) { searchConversations(query: $query) { id } }',
        { query },
      );
      return searchConversations.map(({ id }: Data) => id);
    };
    expect(new Set(await search('lisbon'))).toEqual(new Set([trip, cooking]));
    expect(await search('Potatoes')).toEqual([cooking]);
    expect(await search('penguins')).toEqual([cooking]);
    expect(await search('nothing')).toEqual([]);
    expect(await search('lisbon', stranger)).toEqual([]);
    const blank = 'query { searchConversations(query: " ") { id } }';
    expect(await graph.failure(blank)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'query' });
  });

  it('tell their watchers about every change, and end the watch when they are deleted', async () => {
    const id = await startConversation(graph, { title: 'Live' });
    const subscription = graph.subscribe(
      'subscription ($id: ID!) { conversationUpdated(conversationId: $id) { title totalMessages isArchived user { id } } }',
      { id },
    );
    const seen: Data[] = [];
    const watching = (async () => {
      for await (const { data } of subscription.events) seen.push(data?.['conversationUpdated']);
    })();
    // Nobody tells when the watch has begun: something changes until it shows.
    await eventually(async () => {
      await graph.data(operations.restore, { id });
      return seen.length > 0;
    });
    expect(seen[0]).toEqual({ title: 'Live', totalMessages: 0, isArchived: false, user: { id: graph.viewer.id } });
    await say(id, 'Hello');
    await eventually(() => seen.at(-1).totalMessages === 2);
    await graph.data(operations.archive, { id });
    await eventually(() => seen.at(-1).isArchived);
    await graph.data(operations.delete, { id });
    await watching;
    const foreign = stranger.subscribe('subscription ($id: ID!) { conversationUpdated(conversationId: $id) { id } }', {
      id: await startConversation(graph),
    });
    const { value } = await foreign.events.next();
    expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('need somebody who is logged in', async () => {
    const id = await startConversation(graph);
    const nobody = chatGraph(await world.startProcess(), null);
    expect(await nobody.failure(operations.read, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
    const { value } = await nobody
      .subscribe('subscription ($id: ID!) { conversationUpdated(conversationId: $id) { id } }', { id })
      .events.next();
    expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
