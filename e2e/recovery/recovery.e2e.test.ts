import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenAiServer } from '@polyphony/inference/testing';
import { ConversationDocument, MessageDocument, SendMessageDocument } from '@polyphony/sdk';
import { createAccount, logIn, startConversation } from '../harness/account.ts';
import { startServer, type AllInOne } from '../harness/all-in-one.ts';
import { startScriptedModel } from '../harness/scripted-model.ts';
import { otherMongo } from '../harness/mongo-address.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { watch } from '../harness/watch.ts';

describe('the all-in-one server on one data folder', () => {
  let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
  let model: OpenAiServer;
  let server: AllInOne;

  let mongo: ReturnType<typeof otherMongo>;

  const start = async () => {
    server = await startServer(`${temporary.folder}/data`, {
      LLM_URL: model.url,
      LLM_MODEL: 'test-model',
      LOG_LEVEL: 'warn',
      ...mongo,
    });
  };

  beforeEach(async () => {
    temporary = await temporaryFolder();
    model = await startScriptedModel();
    mongo = otherMongo();
    await start();
  });
  afterEach(async () => {
    await server.stop();
    await model.close();
    await temporary.remove();
  });

  it('keeps everything over a stop and a kill -9 of the whole process group, and starts again', async () => {
    const { admin } = server;
    const account = await createAccount(server.url);
    const conversationId = await startConversation(account.client, 'kept');
    const { sendMessage } = await account.client.mutate(SendMessageDocument, {
      input: { conversationId, content: 'remember this' },
    });
    await watch(account.client, sendMessage.reply.id);
    await account.client.close();

    for (const end of ['stop', 'kill'] as const) {
      await server.process[end]();
      await start();
      const client = await logIn(server.url, account.username, account.password);
      const { conversation } = await client.query(ConversationDocument, { id: conversationId });
      expect(conversation).toMatchObject({ title: 'kept', totalMessages: 2 });
      expect(conversation.messages.nodes.map(({ content }) => content)).toEqual([
        'remember this',
        'You said: remember this',
      ]);
    }
    await expect(logIn(server.url, admin.username, admin.password)).resolves.toBeDefined();
    expect(server.process.output()).not.toContain(admin.password);
  });

  it('leaves a FAILED reply with its partial text when it is killed in the middle of one', async () => {
    const account = await createAccount(server.url);
    const conversationId = await startConversation(account.client);
    const { sendMessage } = await account.client.mutate(SendMessageDocument, {
      input: { conversationId, content: 'tokens=5000 delay=10' },
    });
    const before = await watch(account.client, sendMessage.reply.id, { leave: sequence => sequence >= 100 });
    await account.client.close();
    await server.process.kill();
    await start();

    const client = await logIn(server.url, account.username, account.password);
    const deadline = Date.now() + 20_000;
    let message = (await client.query(MessageDocument, { id: sendMessage.reply.id })).message;
    while (message.status !== 'FAILED' && Date.now() < deadline) {
      await new Promise(resolve => setTimeout(resolve, 200));
      ({ message } = await client.query(MessageDocument, { id: sendMessage.reply.id }));
    }
    expect(message).toMatchObject({ status: 'FAILED', error: expect.any(String) });
    expect(message.content.length).toBeGreaterThan(100);
    expect(before.text.startsWith(message.content) || message.content.startsWith(before.text)).toBe(true);
    const { text, finished } = await watch(client, sendMessage.reply.id);
    expect(text).toBe(message.content);
    expect(finished?.status).toBe('FAILED');
    await client.close();
  });

  it('refuses a second server on the same data folder', async () => {
    await expect(startServer(`${temporary.folder}/data`)).rejects.toThrow(/Another Polyphony uses/);
  });
});
