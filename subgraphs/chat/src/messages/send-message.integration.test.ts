import { describe, expect, it } from '@jest/globals';
import { countMongoCommands } from '@polyphony/platform/mongo';
import { ObjectId, type Db } from 'mongodb';
import type { ConversationDocument } from '../conversations/conversation.document.ts';
import { beforeEachWorld } from '../testing/before-each-world.ts';
import { chatGraph, viewerNamed, type ChatGraph } from '../testing/chat-graph.ts';
import { send, startConversation, watch } from '../testing/chat-operations.ts';
import type { ChatWorld } from '../testing/chat-world.ts';
import { eventually } from '../testing/eventually.ts';
import type { MessageDocument } from './message.document.ts';

const sendMessage = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { reply { id } } }';

describe('sending a message', () => {
  let world: ChatWorld;
  let graph: ChatGraph;
  let conversationId: string;

  beforeEachWorld(async fresh => {
    world = fresh;
    graph = chatGraph(await world.startProcess(), viewerNamed('alice'));
    conversationId = await startConversation(graph);
  });

  const failure = (input: object, who = graph) =>
    who.failure(sendMessage, { input: { conversationId, content: 'Hi', ...input } });
  const stored = (db: Db = world.db) =>
    db.collection<MessageDocument>('messages').countDocuments({ conversation_id: new ObjectId(conversationId) });
  const read = async () =>
    (
      await graph.data(
        `query ($id: ID!) { conversation(id: $id) { title totalMessages totalTokens
          messages(first: 100) { totalCount nodes { id role status version content parent { id } versions { id } } } } }`,
        { id: conversationId },
      )
    ).conversation;

  it('stores the message and a reply that answers it', async () => {
    const { userMessage, reply } = await send(graph, conversationId, 'Why is the sky blue?');
    expect(userMessage).toMatchObject({ content: 'Why is the sky blue?', status: 'COMPLETE' });
    expect(reply).toMatchObject({ status: 'PENDING', parent: { id: userMessage.id } });
    (await world.model.nextCall()).say('Rayleigh.').finish();
    await watch(graph, reply.id);
    expect(await read()).toMatchObject({
      title: 'Why is the sky blue?',
      totalMessages: 2,
      totalTokens: 15,
      messages: {
        totalCount: 2,
        nodes: [
          { id: userMessage.id, role: 'USER', version: 1, parent: null, versions: [{ id: userMessage.id }] },
          { id: reply.id, role: 'ASSISTANT', content: 'Rayleigh.', parent: { id: userMessage.id } },
        ],
      },
    });
  });

  it('shows the model the branch so far, the instructions and the relevant memories', async () => {
    conversationId = await startConversation(graph, { systemPrompt: 'Be brief.' });
    const remember = 'mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { id } }';
    await graph.data(remember, { input: { kind: 'PREFERENCE', content: 'Metric units' } });
    const { createMemory } = await graph.data(remember, { input: { kind: 'FACT', content: 'My cat is called Mia' } });
    await graph.data(remember, { input: { kind: 'FACT', content: 'The bicycle is red' } });
    const first = await send(graph, conversationId, 'Hello');
    (await world.model.nextCall()).say('Hi!').finish();
    await watch(graph, first.reply.id);
    const second = await send(graph, conversationId, 'What does my cat weigh?');
    const { request } = await world.model.nextCall();
    expect(request.messages).toEqual([
      { role: 'system', content: 'Be brief.\n\nThe user prefers:\n- Metric units' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi!' },
      { role: 'user', content: 'What does my cat weigh?' },
    ]);
    expect(request.sources).toEqual([expect.objectContaining({ id: createMemory.id, text: 'My cat is called Mia' })]);
    await graph.data('mutation ($id: ID!) { stopMessage(id: $id) { id } }', { id: second.reply.id });
    await send(graph, conversationId, 'And my cat?', { useKnowledge: false });
    const third = await world.model.nextCall();
    expect(third.request).toMatchObject({ messages: [{ content: 'Be brief.' }, {}, {}, {}, {}], sources: [] });
    third.finish();
    await graph.data('mutation ($id: ID!) { deleteMemory(id: $id) }', { id: createMemory.id });
  });

  it('keeps counters and the chain right under 50 concurrent sends', async () => {
    world.model.answerWith(reply => reply.say('Yes ', 'indeed').finish({ promptTokens: 3, completionTokens: 2 }));
    const other = chatGraph(await world.startProcess(), graph.viewer);
    const turns = await Promise.all(
      Array.from({ length: 50 }, (_, index) => send(index % 2 ? other : graph, conversationId, `Question ${index}`)),
    );
    await Promise.all(turns.map(({ reply }) => watch(graph, reply.id)));
    const conversation = await read();
    expect(conversation).toMatchObject({ totalMessages: 100, totalTokens: 250 });
    const { nodes, totalCount } = conversation.messages;
    expect(totalCount).toBe(100);
    expect(nodes).toHaveLength(100);
    nodes.forEach((node: { parent: object | null; role: string; versions: object[] }, index: number) => {
      expect(node.parent).toEqual(index === 0 ? null : { id: nodes[index - 1].id });
      expect(node).toMatchObject({ role: index % 2 === 0 ? 'USER' : 'ASSISTANT', status: 'COMPLETE', version: 1 });
      expect(node.versions).toHaveLength(1);
    });
    expect(world.ops.reserved).toBe(50);
    await eventually(() => world.ops.recorded.size === 50);
  }, 30_000);

  it('costs a fixed number of store commands, the reply included', async () => {
    const settings = { saveIntervalMs: 10_000 };
    const process = chatGraph(await world.startProcess({ settings }), graph.viewer);
    world.model.answerWith(reply => reply.say('Yes').finish());
    const turns = [];
    for (const question of ['One?', 'Two?', 'Three?']) {
      const counter = countMongoCommands(world.db.client);
      await send(process, conversationId, question);
      const commands: string[] = [];
      await eventually(() => commands.push(...counter.take()) > 0 && commands.at(-1) === 'update messages');
      counter.stop();
      turns.push(commands.filter(command => !command.startsWith('commitTransaction')));
    }
    const storing = ['find conversations', 'findAndModify conversations', 'insert messages'];
    const replying = ['find messages', 'find chatbot_memory', 'findAndModify messages'];
    const finishing = ['findAndModify messages', 'update conversations', 'update messages'];
    expect(turns[0]).toEqual([...storing, 'update conversations', ...replying, ...finishing]);
    expect(turns.slice(1)).toEqual([
      [...storing, ...replying, ...finishing],
      [...storing, ...replying, ...finishing],
    ]);
  });

  it('stores nothing when the quota is used up', async () => {
    const poor = chatGraph(await world.startProcess(), viewerNamed('alice', { dailyQuota: 1 }));
    world.model.answerWith(reply => reply.finish());
    await watch(poor, (await send(poor, conversationId, 'One')).reply.id);
    const before = await read();
    expect(await failure({}, poor)).toMatchObject({ code: 'QUOTA_EXCEEDED' });
    expect(await read()).toEqual(before);
    expect(await stored()).toBe(2);
  });

  it('gives the request back and leaves nothing when storing fails half-way', async () => {
    // The second write of the transaction is refused.
    await world.db.collection<MessageDocument>('messages').insertOne({
      _id: new ObjectId(),
      parent_message_id: null,
      conversation_id: new ObjectId(conversationId),
      version: 1,
      user_id: 'somebody',
    } as MessageDocument);
    expect(await failure({})).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(world.ops.reserved).toBe(0);
    expect(await stored()).toBe(1);
    const conversation = await world.db
      .collection<ConversationDocument>('conversations')
      .findOne({ _id: new ObjectId(conversationId) });
    expect(conversation).toMatchObject({ total_messages: 0, active_depth: 0, active_leaf_id: null, title: null });
    expect(world.model.calls).toHaveLength(0);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['more than 64 kB', 'x'.repeat(64 * 1024 + 1)],
    ['more than 64 kB in UTF-8 alone', 'ế'.repeat(30_000)],
    ['half a character', 'a\uD83D'],
  ])('refuses %s as content', async (_name, content) => {
    expect(await failure({ content })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'content' });
    expect(await stored()).toBe(0);
    expect(world.ops.reserved).toBe(0);
  });

  it('takes exactly 64 kB, and says when that does not fit into the model', async () => {
    const content = 'word '.repeat(13_107) + 'x';
    expect(Buffer.byteLength(content)).toBe(64 * 1024);
    const { reply } = await send(graph, conversationId, content);
    expect((await watch(graph, reply.id)).finished).toMatchObject({
      message: { status: 'FAILED', error: 'The message is too long for the model, which reads 4096 tokens.' },
    });
  });

  it('refuses to continue an archived conversation', async () => {
    await graph.data('mutation ($id: ID!) { archiveConversation(id: $id) { id } }', { id: conversationId });
    expect(await failure({})).toMatchObject({ code: 'CONFLICT' });
    expect(world.ops.reserved).toBe(0);
    await graph.data('mutation ($id: ID!) { restoreConversation(id: $id) { id } }', { id: conversationId });
    world.model.answerWith(reply => reply.finish());
    await watch(graph, (await send(graph, conversationId, 'Hi')).reply.id);
  });

  it('attaches files of the viewer and refuses unknown ones', async () => {
    const [mine, foreign] = [new ObjectId(), new ObjectId()];
    const file = {
      conversation_id: null,
      original_filename: 'plan.pdf',
      stored_filename: 'f1',
      file_path: 'uploads/f1',
      file_type: 'pdf',
      file_size: 3_000_000_000,
      mime_type: 'application/pdf',
      analysis_result: null,
      metadata: {},
      created_at: new Date(),
    };
    await world.db.collection('uploaded_files').insertMany([
      { ...file, _id: mine, user_id: graph.viewer.id },
      { ...file, _id: foreign, user_id: 'somebody-else' },
    ]);
    for (const id of [foreign.toHexString(), new ObjectId().toHexString(), 'nonsense']) {
      expect(await failure({ fileIds: [id] })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'fileIds' });
    }
    world.model.answerWith(reply => reply.finish());
    const { userMessage, reply } = await send(graph, conversationId, 'Read this', { fileIds: [mine.toHexString()] });
    await watch(graph, reply.id);
    const shown = { id: mine.toHexString(), fileName: 'plan.pdf', fileSize: 3_000_000_000 };
    const data = await graph.data(
      `query ($c: ID!, $m: ID!) { conversation(id: $c) { files { id fileName fileSize } } message(id: $m) { files { id fileName fileSize } } }`,
      { c: conversationId, m: userMessage.id },
    );
    expect(data).toEqual({ conversation: { files: [shown] }, message: { files: [shown] } });
  });

  it('does not show the conversation or its messages to anybody else, not even an administrator', async () => {
    world.model.answerWith(reply => reply.finish());
    const { userMessage, reply } = await send(graph, conversationId, 'A secret');
    await watch(graph, reply.id);
    const stranger = chatGraph(await world.startProcess(), viewerNamed('eve', { role: 'ADMIN' }));
    expect(await failure({}, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    expect(
      await stranger.failure('query ($id: ID!) { message(id: $id) { id } }', { id: userMessage.id }),
    ).toMatchObject({
      code: 'NOT_FOUND',
    });
    const { _entities } = await stranger.data(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Message { id } ... on Conversation { id } } }',
      {
        r: [
          { __typename: 'Message', id: reply.id },
          { __typename: 'Conversation', id: conversationId },
        ],
      },
    );
    expect(_entities).toEqual([null, null]);
    expect(world.ops.reserved).toBe(1);
  });
});
