import { describe, expect, it } from '@jest/globals';
import { ObjectId } from 'mongodb';
import { beforeEachWorld } from '../testing/before-each-world.ts';
import { chatGraph, viewerNamed, type ChatGraph } from '../testing/chat-graph.ts';
import { startConversation } from '../testing/chat-operations.ts';
import type { ChatWorld } from '../testing/chat-world.ts';

const createMemory = `mutation ($input: CreateMemoryInput!) {
  createMemory(input: $input) { id kind content question importance rating tags expiresAt conversation { id } } }`;

describe('memories', () => {
  let world: ChatWorld;
  let graph: ChatGraph;
  let stranger: ChatGraph;

  beforeEachWorld(async fresh => {
    world = fresh;
    await world.db.collection('chatbot_memory').deleteMany({});
    const process = await world.startProcess();
    graph = chatGraph(process, viewerNamed('alice'));
    stranger = chatGraph(process, viewerNamed('eve', { role: 'ADMIN' }));
  });

  const create = async (input: object, who = graph) => (await who.data(createMemory, { input })).createMemory;
  const list = async (query: string | null = null, who = graph) =>
    (await who.data('query ($query: String) { memories(query: $query) { content } }', { query })).memories.map(
      ({ content }: { content: string }) => content,
    );

  it('are kept with what they are about', async () => {
    const conversationId = await startConversation(graph);
    const expiresAt = '2100-01-01T00:00:00.000Z';
    const input = {
      kind: 'QA',
      content: '42',
      question: 'The answer?',
      importance: 0.9,
      rating: 5,
      tags: ['life', ' life ', 'all'],
      expiresAt,
      conversationId,
    };
    const { id, ...memory } = await create(input);
    expect(id).toMatch(/^[0-9a-f]{24}$/);
    expect(memory).toMatchObject({
      kind: 'QA',
      content: '42',
      question: 'The answer?',
      importance: 0.9,
      rating: 5,
      tags: ['life', 'all'],
      conversation: { id: conversationId },
    });
    expect(new Date(memory.expiresAt).toISOString()).toBe(expiresAt);
    const { conversation } = await graph.data('query ($id: ID!) { conversation(id: $id) { memories { id } } }', {
      id: conversationId,
    });
    expect(conversation.memories).toEqual([{ id }]);
  });

  it('are listed newest first and found by text, question and tag', async () => {
    await create({ content: 'I like *tea* (green)' });
    await create({ content: 'The bicycle is red', tags: ['Transport'] });
    await create({ kind: 'QA', content: '42', question: 'What is the ANSWER?' });
    expect(await list()).toEqual(['42', 'The bicycle is red', 'I like *tea* (green)']);
    expect(await list('*TEA* (')).toEqual(['I like *tea* (green)']);
    expect(await list('transport')).toEqual(['The bicycle is red']);
    expect(await list('answer')).toEqual(['42']);
    expect(await list('.*')).toEqual([]);
  });

  it('are gone from the moment at which they expire, and removed by the store', async () => {
    await create({ content: 'soon', expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect(await list()).toEqual(['soon']);
    await world.db.collection('chatbot_memory').updateMany({}, { $set: { expires_at: new Date(Date.now() - 1) } });
    expect(await list()).toEqual([]);
    const indexes = await world.db.collection('chatbot_memory').indexes();
    const ttl = indexes.find(({ name }) => name === 'expires_at_ttl');
    expect(ttl).toMatchObject({ key: { expires_at: 1 } });
    expect(Number(ttl?.['expireAfterSeconds'])).toBe(0);
  });

  it.each([
    ['blank content', 'content', { content: '  ' }],
    ['too much content', 'content', { content: 'x'.repeat(16 * 1024 + 1) }],
    ['no question for an answer', 'question', { kind: 'QA', content: '42' }],
    ['an importance above 1', 'importance', { content: 'x', importance: 1.1 }],
    ['an importance below 0', 'importance', { content: 'x', importance: -0.1 }],
    ['a rating above 5', 'rating', { content: 'x', rating: 6 }],
    ['too many tags', 'tags', { content: 'x', tags: Array.from({ length: 21 }, (_, index) => `tag${index}`) }],
    ['a tag that is too long', 'tags', { content: 'x', tags: ['y'.repeat(51)] }],
    ['an expiry in the past', 'expiresAt', { content: 'x', expiresAt: '2020-01-01T00:00:00Z' }],
  ])('are refused with %s', async (_problem, field, input) => {
    expect(await graph.failure(createMemory, { input })).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('belong to one user', async () => {
    const { id } = await create({ content: 'mine' });
    const conversationId = await startConversation(graph);
    const remove = 'mutation ($id: ID!) { deleteMemory(id: $id) }';
    expect(await list(null, stranger)).toEqual([]);
    expect(await stranger.failure(remove, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await graph.failure(createMemory, { input: { content: 'x', conversationId: '' } })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await stranger.failure(createMemory, { input: { content: 'x', conversationId } })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await graph.data(remove, { id })).toEqual({ deleteMemory: true });
    for (const gone of [id, new ObjectId().toHexString(), 'nonsense']) {
      expect(await graph.failure(remove, { id: gone })).toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
