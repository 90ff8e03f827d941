import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConversationDocument,
  ConversationsDocument,
  CreateMemoryDocument,
  SendMessageDocument,
  StartConversationDocument,
  UsageDocument,
} from '@polyphony/sdk';
import { createAccount, startConversation } from '../harness/account.ts';
import { startPolyphony, type Polyphony } from '../harness/polyphony.ts';

describe('limits', () => {
  let polyphony: Polyphony;

  beforeAll(async () => {
    polyphony = await startPolyphony({ DAILY_QUOTA: '10' });
  });
  afterAll(() => polyphony.stop());

  it('takes a message of 64 kB and refuses one byte more, naming the field', async () => {
    const { client } = await createAccount(polyphony.url);
    const conversationId = await startConversation(client);
    const send = (content: string) => client.mutate(SendMessageDocument, { input: { conversationId, content } });
    await expect(send('x'.repeat(65_536))).resolves.toBeDefined();
    await expect(send('x'.repeat(65_537))).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'content' });
    await expect(send('ă'.repeat(40_000))).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'content' });
    await expect(send(' \n ')).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'content' });
  });

  it('names the field of every other input out of bounds', async () => {
    const { client } = await createAccount(polyphony.url);
    const start = (input: { title?: string; model?: string; systemPrompt?: string }) =>
      client.mutate(StartConversationDocument, { input });
    await expect(start({ title: 'x'.repeat(300) })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'title' });
    await expect(start({ model: 'no such model' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'model' });
    await expect(start({ systemPrompt: 'x'.repeat(40_000) })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'systemPrompt',
    });
    await expect(client.query(ConversationsDocument, { first: 1000 })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'first',
    });
    await expect(client.query(ConversationsDocument, { after: 'nonsense' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
    await expect(
      client.mutate(CreateMemoryDocument, { input: { kind: 'NOTE', content: 'x', importance: 2 } }),
    ).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'importance',
    });
  });

  it('refuses a request body of many megabytes', async () => {
    const response = await fetch(`${polyphony.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ health { service } }', variables: { filler: 'x'.repeat(5_000_000) } }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
  });

  it('lets exactly the daily quota through, however many ask at once', async () => {
    const { client } = await createAccount(polyphony.url);
    const conversationId = await startConversation(client);
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, () =>
        client.mutate(SendMessageDocument, { input: { conversationId, content: 'hello' } }),
      ),
    );
    const refusals = results.filter(result => result.status === 'rejected');
    expect(results.length - refusals.length).toBe(10);
    for (const { reason } of refusals) expect(reason).toMatchObject({ code: 'QUOTA_EXCEEDED' });
    const { me } = await client.query(UsageDocument);
    expect(me.usage).toMatchObject({ requestsToday: 10, dailyQuota: 10 });
    const { conversation } = await client.query(ConversationDocument, { id: conversationId });
    expect(conversation.totalMessages).toBe(20);
  });
});
