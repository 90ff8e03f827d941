import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createPolyphonyClient,
  ConversationUpdatedDocument,
  MessageDocument,
  SendMessageDocument,
  StopMessageDocument,
} from '@polyphony/sdk';
import WebSocket from 'ws';
import { createAccount, startConversation, type Account } from '../harness/account.ts';
import { startPolyphony, type Polyphony } from '../harness/polyphony.ts';
import { watch } from '../harness/watch.ts';

describe('streaming a reply', () => {
  let polyphony: Polyphony;
  let account: Account;

  beforeAll(async () => {
    polyphony = await startPolyphony();
    account = await createAccount(polyphony.url);
  });
  afterAll(async () => {
    await account.client.close();
    await polyphony.stop();
  });

  const send = async (content: string, conversationId?: string) => {
    const id = conversationId ?? (await startConversation(account.client));
    const { sendMessage } = await account.client.mutate(SendMessageDocument, {
      input: { conversationId: id, content },
    });
    return sendMessage;
  };
  const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index} `).join('');

  it('answers at once and streams the text afterwards', async () => {
    const { userMessage, reply } = await send('tokens=30 delay=10');
    expect(userMessage).toMatchObject({ role: 'USER', status: 'COMPLETE', content: 'tokens=30 delay=10' });
    expect(['PENDING', 'STREAMING']).toContain(reply.status);
    const { text, finished } = await watch(account.client, reply.id);
    expect(text).toBe(words(30));
    expect(finished).toMatchObject({ id: reply.id, status: 'COMPLETE', content: words(30), role: 'ASSISTANT' });
    expect(finished?.completionTokens).toBeGreaterThan(0);
  });

  it('shows two watchers the same text, and a late one too', async () => {
    const { reply } = await send('tokens=40 delay=5');
    const other = createPolyphonyClient({ url: polyphony.url, tokens: account.tokens });
    const [first, second] = await Promise.all([watch(account.client, reply.id), watch(other, reply.id)]);
    const late = await watch(other, reply.id);
    expect(first.text).toBe(words(40));
    expect(second.deltas).toEqual(first.deltas);
    expect(late.deltas).toEqual(first.deltas);
    await other.close();
  });

  it('goes on behind the last event for a watcher that dropped at 10', async () => {
    const { reply } = await send('tokens=60 delay=10');
    const before = await watch(account.client, reply.id, { leave: sequence => sequence >= 10 });
    const last = before.deltas.at(-1)?.sequence ?? 0;
    expect(last).toBe(10);
    const after = await watch(account.client, reply.id, { after: last });
    expect(after.deltas[0]?.sequence).toBe(11);
    expect(before.text + after.text).toBe(words(60));
    const again = await watch(account.client, reply.id, { after: last });
    expect(again.deltas).toEqual(after.deltas);
  });

  it('resumes by itself when the connection is cut', async () => {
    const sockets: WebSocket[] = [];
    class CuttableSocket extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols);
        sockets.push(this);
      }
    }
    const client = createPolyphonyClient({ url: polyphony.url, tokens: account.tokens, webSocket: CuttableSocket });
    const { reply } = await send('tokens=60 delay=20');
    const { text, finished } = await watch(client, reply.id, {
      leave: sequence => {
        if (sequence === 6 || sequence === 14) sockets.at(-1)?.terminate();
        return false;
      },
    });
    expect(sockets.length).toBeGreaterThanOrEqual(3);
    expect(text).toBe(words(60));
    expect(finished?.status).toBe('COMPLETE');
    await client.close();
  });

  it('stops the model within 200 ms and keeps the partial text', async () => {
    const { reply } = await send('tokens=2000 delay=10');
    await watch(account.client, reply.id, { leave: sequence => sequence >= 5 });
    const request = polyphony.model.requests.at(-1);
    const stoppedAt = performance.now();
    const { stopMessage } = await account.client.mutate(StopMessageDocument, { id: reply.id });
    await request?.closed;
    expect((request?.abortedAt ?? Number.POSITIVE_INFINITY) - stoppedAt).toBeLessThan(200);
    expect(stopMessage).toMatchObject({ status: 'STOPPED', isStopped: true });
    expect(stopMessage.content).toMatch(/^word0 word1 word2 /);
    const { deltas, text, finished } = await watch(account.client, reply.id);
    expect(deltas.length).toBeGreaterThanOrEqual(5);
    expect(text).toBe(stopMessage.content);
    expect(finished).toMatchObject({ status: 'STOPPED' });
  });

  it('leaves a failed reply with its reason when the model fails', async () => {
    const { reply } = await send('fail=400');
    const { finished } = await watch(account.client, reply.id);
    expect(finished).toMatchObject({ status: 'FAILED' });
    expect(finished?.error).toBeTruthy();
    const { message } = await account.client.query(MessageDocument, { id: reply.id });
    expect(message).toMatchObject({ status: 'FAILED', error: finished?.error });
  });

  it('tells other devices that the conversation changed, with the owner joined in', async () => {
    const conversationId = await startConversation(account.client);
    const controller = new AbortController();
    const updates = account.client.subscribe(
      ConversationUpdatedDocument,
      { conversationId },
      { signal: controller.signal },
    );
    const seen: { totalMessages: number; user: { username: string } }[] = [];
    const reading = (async () => {
      for await (const { conversationUpdated } of updates) {
        seen.push(conversationUpdated);
        if (conversationUpdated.totalMessages >= 2 && conversationUpdated.totalTokens > 0) break;
      }
    })();
    // The subscription is open when its first event can no longer be missed: send until one arrives.
    while (seen.length === 0) {
      const { reply } = await send('tokens=3', conversationId);
      await watch(account.client, reply.id);
    }
    await reading;
    controller.abort();
    expect(seen.at(-1)?.user.username).toBe(account.username);
  });
});
