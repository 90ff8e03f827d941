import { afterAll, describe, expect, it } from '@jest/globals';
import { LocalEmbeddingModel } from '../../embeddings/index.ts';
import { collectReply } from '../collect-reply.ts';
import { ExtractiveChatModel } from './extractive-chat.model.ts';

const embeddings = new LocalEmbeddingModel();
afterAll(() => embeddings.close());

const text =
  'Holidays are requested a month ahead. The office opens at nine. Expenses above 50 euro need a receipt. The router password is ' +
  'on the shelf. Our main supplier is located in Hanoi. Backups run every night at two. The cat belongs to Anna.';

const citedFor = async (question: string) => {
  const { citations } = await collectReply(
    new ExtractiveChatModel(embeddings).stream({
      messages: [{ role: 'user', content: question }],
      sources: [{ id: 'handbook', title: 'Handbook', text }],
      signal: new AbortController().signal,
    }),
  );
  return citations.map(({ excerpt }) => excerpt);
};

describe('the extractive model with the local embeddings', () => {
  it.each([
    ['Where is our supplier?', 'Our main supplier is located in Hanoi.'],
    ['Whose pet is it?', 'The cat belongs to Anna.'],
    ['How often is data saved?', 'Backups run every night at two.'],
    ['Do I need an invoice for a hotel?', 'Expenses above 50 euro need a receipt.'],
  ])('answers %s first with the right sentence', async (question, sentence) => {
    expect((await citedFor(question))[0]).toBe(sentence);
  });

  it.each(['What is the capital of France?', 'Write me a poem about the sea', 'Explain quantum physics', 'hello'])(
    'has no answer to %s',
    async question => {
      expect(await citedFor(question)).toEqual([]);
    },
  );
});
