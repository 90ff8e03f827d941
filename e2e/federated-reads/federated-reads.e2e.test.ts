import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChatModel } from '@polyphony/inference/chat';
import type { EmbeddingModel } from '@polyphony/inference/embeddings';
import { countMongoCommands, type CommandCounter } from '@polyphony/platform/mongo';
import { ConversationsWithMessagesDocument, SendMessageDocument, type PolyphonyClient } from '@polyphony/sdk';
import { bootGraph, type BootedGraph } from '@polyphony/server/testing';
import { createAccount, startConversation } from '../harness/account.ts';
import { watch } from '../harness/watch.ts';

const chatModel: ChatModel = {
  provider: 'test',
  modelId: 'parrot',
  contextWindow: 8192,
  countTokens: text => text.length,
  async *stream({ messages }) {
    yield { type: 'text', text: messages.at(-1)?.content ?? '' };
    yield { type: 'finish', reason: 'stop', promptTokens: 1, completionTokens: 1 };
  },
};
const embeddingModel: EmbeddingModel = {
  provider: 'test',
  modelId: 'zero',
  dimensions: 1,
  embed: texts => Promise.resolve(texts.map(() => new Float32Array([1]))),
};

describe('a federated read of conversations with messages and their user', () => {
  let graph: BootedGraph;
  let commands: CommandCounter;
  let bootMs: number;

  beforeAll(async () => {
    const startedAt = performance.now();
    // The sweeper of chat looks into the store now and then: not while queries are counted.
    graph = await bootGraph({ chatModel, embeddingModel, environment: { CHAT_SWEEP_INTERVAL_MS: '600000' } });
    bootMs = performance.now() - startedAt;
    commands = countMongoCommands(graph.mongo.client);
  });
  afterAll(async () => {
    commands.stop();
    await graph.close();
  });

  /** How many fetches the gateway has sent to subgraphs so far. */
  const fetches = async () => {
    const text = await (await fetch(`${graph.url}/metrics`)).text();
    const counts = text.matchAll(/^polyphony_subgraph_fetch_duration_seconds_count\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const fill = async (client: PolyphonyClient, conversations: number, turns: number) => {
    for (let index = 0; index < conversations; index += 1) {
      const conversationId = await startConversation(client, `conversation ${index}`);
      for (let turn = 0; turn < turns; turn += 1) {
        const { sendMessage } = await client.mutate(SendMessageDocument, {
          input: { conversationId, content: `turn ${turn}` },
        });
        await watch(client, sendMessage.reply.id);
      }
    }
  };
  const measure = async (client: PolyphonyClient) => {
    const before = await fetches();
    commands.take();
    const { me } = await client.query(ConversationsWithMessagesDocument, { conversations: 20, messages: 20 });
    // The chat service looks for replies without a worker now and then, which is no part of the read.
    const queries = commands.take().filter(query => query !== 'update messages');
    return { me, queries, fetches: (await fetches()) - before };
  };

  it('costs the same store queries and fetches for 20 x 20 as for 2 x 2', async () => {
    const small = await createAccount(graph.url);
    await fill(small.client, 2, 1);
    const large = await createAccount(graph.url);
    await fill(large.client, 20, 10);

    const few = await measure(small.client);
    const many = await measure(large.client);
    expect(few.me.conversations.nodes.map(({ messages }) => messages.nodes.length)).toEqual([2, 2]);
    expect(many.me.conversations.nodes).toHaveLength(20);
    for (const conversation of many.me.conversations.nodes) {
      expect(conversation.user.username).toBe(large.username);
      expect(conversation.messages.nodes).toHaveLength(20);
    }
    console.log(
      `Booted in ${bootMs.toFixed(0)} ms; 20 x 20 read: ${many.fetches} fetches, store queries: ${many.queries.join(', ')}`,
    );
    expect(many.fetches).toBe(few.fetches);
    expect(many.queries.toSorted()).toEqual(few.queries.toSorted());
    expect(many.fetches).toBeLessThanOrEqual(3);
    expect(many.queries.length).toBeLessThanOrEqual(6);
    await small.client.close();
    await large.client.close();
  });
});
