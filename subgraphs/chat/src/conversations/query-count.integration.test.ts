import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { countMongoCommands, type MongoConnection } from '@polyphony/platform/mongo';
import { ObjectId } from 'mongodb';
import type { MessageDocument } from '../messages/message.document.ts';
import { MessageRepository } from '../messages/message.repository.ts';
import { newMessage } from '../messages/new-message.ts';
import { chatGraph, viewerNamed, type ChatGraph, type Data } from '../testing/chat-graph.ts';
import { createChatWorld, type ChatWorld } from '../testing/chat-world.ts';
import type { ConversationDocument } from './conversation.document.ts';

const query = `
  query ($r: [_Any!]!, $first: Int) { _entities(representations: $r) { ... on User { conversations(first: $first) { totalCount nodes {
    id title user { id } files { id } memories { id }
    messages(first: 20) { totalCount nodes { id content conversation { id title } parent { id } versions { id version } } } } } } } }`;

describe('a read of many conversations with their messages', () => {
  let mongo: MongoConnection;
  let world: ChatWorld;
  let graph: ChatGraph;

  beforeAll(async () => {
    mongo = await startTestMongo();
    world = createChatWorld(mongo.db);
    graph = chatGraph(await world.startProcess(), viewerNamed('alice'));
    for (let index = 0; index < 20; index += 1) await storeConversation(index, 30);
  });
  afterAll(async () => {
    await world.close();
    await mongo.close();
  });

  async function storeConversation(index: number, length: number) {
    const conversationId = new ObjectId();
    const now = new Date(Date.now() + index);
    const owner = { conversationId, userId: graph.viewer.id, now };
    const messages: MessageDocument[] = [];
    for (let depth = 1; depth <= length; depth += 1) {
      messages.push({
        ...newMessage(owner, { parentId: messages.at(-1)?._id ?? null, depth }),
        _id: new ObjectId(),
        role: depth % 2 === 1 ? 'user' : 'assistant',
        content: `Message ${depth} of conversation ${index}`,
      });
    }
    await mongo.db.collection<MessageDocument>('messages').insertMany(messages);
    await mongo.db.collection<ConversationDocument>('conversations').insertOne({
      _id: conversationId,
      user_id: graph.viewer.id,
      title: `Conversation ${index}`,
      model: 'scripted',
      system_prompt: null,
      total_messages: length,
      total_tokens: 0,
      is_archived: false,
      tags: [],
      metadata: {},
      active_leaf_id: messages.at(-1)!._id,
      active_depth: length,
      deleted_at: null,
      created_at: now,
      updated_at: now,
    });
  }

  async function commandsFor(first: number): Promise<{ commands: string[]; conversations: Data[] }> {
    const counter = countMongoCommands(mongo.client);
    const { _entities } = await graph.data(query, { first, r: [{ __typename: 'User', id: graph.viewer.id }] });
    const commands = counter.take().sort();
    counter.stop();
    return { commands, conversations: _entities[0].conversations.nodes };
  }

  it('costs as many store queries for 20 as for 2', async () => {
    const few = await commandsFor(2);
    const many = await commandsFor(20);
    expect(few.conversations).toHaveLength(2);
    expect(many.conversations).toHaveLength(20);
    for (const { messages, title } of many.conversations) {
      expect(messages.totalCount).toBe(30);
      expect(messages.nodes).toHaveLength(20);
      expect(messages.nodes[19]).toMatchObject({
        content: `Message 20 of ${title.toLowerCase()}`,
        conversation: { title },
        parent: { id: messages.nodes[18].id },
        versions: [{ version: 1 }],
      });
    }
    expect(many.commands).toEqual(few.commands);
    expect(many.commands).toEqual([
      'aggregate conversations',
      'find chatbot_memory',
      'find conversations',
      'find messages',
      'find messages',
      'find uploaded_files',
    ]);
  });

  it('resolves many references with one query for each type', async () => {
    const { conversations } = await commandsFor(20);
    const r = conversations.flatMap(({ id, messages }: Data) => [
      { __typename: 'Conversation', id },
      { __typename: 'Message', id: messages.nodes[0].id },
    ]);
    const counter = countMongoCommands(mongo.client);
    const { _entities } = await graph.data(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Conversation { title } ... on Message { content } } }',
      { r },
    );
    const commands = counter.take();
    counter.stop();
    expect(_entities).toHaveLength(40);
    expect(_entities.every((entity: Data) => entity !== null)).toBe(true);
    expect(commands.sort()).toEqual(['find conversations', 'find messages']);
  });

  it('brings the turns nearest to a reply, no more text than is asked for', async () => {
    const [message] = await mongo.db.collection<MessageDocument>('messages').find({ depth: 30 }).limit(1).toArray();
    const repository = new MessageRepository(mongo.db);
    const depthsOf = async (limit: number, enoughCharacters: number) =>
      (await repository.findBranchAbove(message!, { limit, enoughCharacters })).map(({ depth }) => depth);
    expect(await depthsOf(4, 10_000)).toEqual([26, 27, 28, 29]);
    expect(await depthsOf(100, 10_000)).toHaveLength(29);
    expect(await depthsOf(100, 2 * 'Message 28 of conversation 1'.length)).toEqual([28, 29]);
  });

  it('reads each page from an index', async () => {
    const ids = await mongo.db.collection('conversations').distinct('_id');
    const plan = await mongo.db
      .collection('messages')
      .find({
        conversation_id: { $in: ids },
        on_active_branch: true,
        depth: { $gt: 0, $lte: 21 },
        user_id: graph.viewer.id,
      })
      .explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('active_branch');
  });
});
