import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findTestWeights } from '@polyphony/embedded/testing';
import { CreateMemoryDocument, MessageDocument, SendMessageDocument } from '@polyphony/sdk';
import { createAccount, startConversation } from '../harness/account.ts';
import { startServer, type AllInOne } from '../harness/all-in-one.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { watch } from '../harness/watch.ts';

describe('a server without a model server', () => {
  let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: AllInOne | undefined;

  beforeEach(async () => {
    temporary = await temporaryFolder();
  });
  afterEach(async () => {
    await server?.stop();
    await temporary.remove();
  });

  const ask = async (url: string, content: string, memory?: string) => {
    const { client } = await createAccount(url);
    if (memory !== undefined) await client.mutate(CreateMemoryDocument, { input: { kind: 'FACT', content: memory } });
    const conversationId = await startConversation(client);
    const { sendMessage } = await client.mutate(SendMessageDocument, { input: { conversationId, content } });
    const watched = await watch(client, sendMessage.reply.id);
    const { message } = await client.query(MessageDocument, { id: sendMessage.reply.id });
    await client.close();
    return { ...watched, message };
  };

  it('streams the tokens of a real language model that runs in the process', async () => {
    const { weights, reasons } = await findTestWeights();
    if (weights === null) {
      // Nothing to run here, for a reason; what the server does then is the next test.
      console.log('No weights can be had on this machine:', reasons);
      expect(reasons.length).toBeGreaterThan(0);
      return;
    }
    server = await startServer(`${temporary.folder}/data`, { LLM_GGUF: weights.path });
    expect(server.process.output()).toMatch(/llama\.cpp in this process/);
    const { deltas, text, finished } = await ask(server.url, 'Write three sentences about the sea.');
    expect(finished).toMatchObject({ status: 'COMPLETE' });
    expect(deltas.length).toBeGreaterThan(2);
    // It is a small model that draws its words: what it says is its own, but it is words, and counted.
    expect(text).toMatch(/\p{L}{3,} \p{L}{2,}/u);
    expect(finished?.model).toContain('SmolLM2');
    expect(finished?.completionTokens).toBeGreaterThanOrEqual(deltas.length);
  });

  it('says that there is no language model and quotes what it was told, with citations, when none can be had', async () => {
    server = await startServer(`${temporary.folder}/data`, { LLM_DOWNLOAD: 'off' });
    expect(server.process.output()).toMatch(/extractive/);
    const { text, message } = await ask(server.url, 'What is the cat called?', 'The cat is called Ada Lovelace.');
    expect(text).toMatch(/no language model/i);
    expect(text).toContain('Ada Lovelace');
    expect(message.citations).toMatchObject([
      { excerpt: expect.stringContaining('Ada Lovelace'), score: expect.any(Number) },
    ]);
  });
});
