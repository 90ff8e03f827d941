import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ArchiveConversationDocument,
  ConversationDocument,
  ConversationsDocument,
  CreateMemoryDocument,
  DeleteConversationDocument,
  DeleteMemoryDocument,
  MemoriesDocument,
  RestoreConversationDocument,
  SearchConversationsDocument,
  SendMessageDocument,
  UsageDocument,
} from '@polyphony/sdk';
import { createAccount, startConversation } from '../harness/account.ts';
import { startPolyphony, type Polyphony } from '../harness/polyphony.ts';
import { watch } from '../harness/watch.ts';

describe('conversations', () => {
  let polyphony: Polyphony;

  beforeAll(async () => {
    polyphony = await startPolyphony();
  });
  afterAll(() => polyphony.stop());

  it('pages through conversations, newest first, without repeat or gap while new ones come', async () => {
    const { client } = await createAccount(polyphony.url);
    for (let index = 0; index < 7; index += 1) await startConversation(client, `conversation ${index}`);
    const titles: (string | null)[] = [];
    let after: string | null | undefined;
    do {
      const { me } = await client.query(ConversationsDocument, { first: 3, after });
      titles.push(...me.conversations.nodes.map(({ title }) => title ?? null));
      after = me.conversations.pageInfo.hasNextPage ? me.conversations.pageInfo.endCursor : null;
      await startConversation(client, 'inserted meanwhile');
    } while (after);
    expect(titles).toEqual([6, 5, 4, 3, 2, 1, 0].map(index => `conversation ${index}`));
  });

  it('keeps the conversation: messages oldest first, the owner joined in, counters right', async () => {
    const { client, username } = await createAccount(polyphony.url);
    const conversationId = await startConversation(client);
    for (const content of ['first question', 'second question']) {
      const { sendMessage } = await client.mutate(SendMessageDocument, { input: { conversationId, content } });
      await watch(client, sendMessage.reply.id);
    }
    const { conversation } = await client.query(ConversationDocument, { id: conversationId });
    expect(conversation.user.username).toBe(username);
    expect(conversation.title).toContain('first question');
    expect(conversation.messages.nodes.map(({ role, content }) => [role, content])).toEqual([
      ['USER', 'first question'],
      ['ASSISTANT', 'You said: first question'],
      ['USER', 'second question'],
      ['ASSISTANT', 'You said: second question'],
    ]);
    expect(conversation.totalMessages).toBe(4);
    const tokens = conversation.messages.nodes.reduce(
      (sum, { promptTokens, completionTokens }) => sum + (promptTokens ?? 0) + (completionTokens ?? 0),
      0,
    );
    expect(conversation.totalTokens).toBe(tokens);
  });

  it('counts right under 50 concurrent sends', async () => {
    const { client } = await createAccount(polyphony.url);
    const conversationId = await startConversation(client);
    const sends = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        client.mutate(SendMessageDocument, { input: { conversationId, content: `message ${index}` } }),
      ),
    );
    await Promise.all(sends.map(({ sendMessage }) => watch(client, sendMessage.reply.id)));
    const { conversation } = await client.query(ConversationDocument, { id: conversationId, first: 100 });
    expect(conversation.totalMessages).toBe(100);
    expect(conversation.messages.totalCount).toBe(100);
    expect(new Set(conversation.messages.nodes.map(({ id }) => id)).size).toBe(100);
    const usage = await usageWhenRecorded(client, conversation.totalTokens);
    expect(usage).toMatchObject({ requestsToday: 50, tokensToday: conversation.totalTokens });
  });

  it('archives, refuses messages then, restores, deletes and restores', async () => {
    const { client } = await createAccount(polyphony.url);
    const id = await startConversation(client, 'to be archived');
    const listed = async (archived: boolean) => {
      const { me } = await client.query(ConversationsDocument, { archived });
      return me.conversations.nodes.map(conversation => conversation.id);
    };
    await expect(client.mutate(ArchiveConversationDocument, { id })).resolves.toMatchObject({
      archiveConversation: { isArchived: true },
    });
    expect([await listed(false), await listed(true)]).toEqual([[], [id]]);
    await expect(
      client.mutate(SendMessageDocument, { input: { conversationId: id, content: 'hello' } }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(client.mutate(RestoreConversationDocument, { id })).resolves.toMatchObject({
      restoreConversation: { isArchived: false },
    });
    await expect(client.mutate(DeleteConversationDocument, { id })).resolves.toEqual({ deleteConversation: true });
    await expect(client.query(ConversationDocument, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await client.mutate(RestoreConversationDocument, { id });
    expect(await listed(false)).toEqual([id]);
  });

  it('finds conversations by title and by what was said', async () => {
    const { client } = await createAccount(polyphony.url);
    const titled = await startConversation(client, 'Orchid care');
    const spoken = await startConversation(client, 'Untitled');
    const { sendMessage } = await client.mutate(SendMessageDocument, {
      input: { conversationId: spoken, content: 'which zeppelin flew first' },
    });
    await watch(client, sendMessage.reply.id);
    const found = async (query: string) =>
      (await client.query(SearchConversationsDocument, { query })).searchConversations.map(({ id }) => id);
    expect(await found('orchid')).toEqual([titled]);
    expect(await found('zeppelin')).toEqual([spoken]);
    expect(await found('nothing-of-the-kind')).toEqual([]);
  });

  it('remembers and forgets', async () => {
    const { client } = await createAccount(polyphony.url);
    const { createMemory } = await client.mutate(CreateMemoryDocument, {
      input: { kind: 'FACT', content: 'The cat is called Ada.', tags: ['pets'] },
    });
    expect((await client.query(MemoriesDocument, { query: 'cat' })).memories).toMatchObject([
      { id: createMemory.id, kind: 'FACT', tags: ['pets'] },
    ]);
    await client.mutate(DeleteMemoryDocument, { id: createMemory.id });
    expect((await client.query(MemoriesDocument)).memories).toEqual([]);
  });
});

/** Usage is recorded right after a reply, not before its last event: waits a moment for it. */
async function usageWhenRecorded(client: Awaited<ReturnType<typeof createAccount>>['client'], tokens: number) {
  for (let attempt = 0; ; attempt += 1) {
    const { me } = await client.query(UsageDocument);
    if (me.usage.tokensToday >= tokens || attempt === 50) return me.usage;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
