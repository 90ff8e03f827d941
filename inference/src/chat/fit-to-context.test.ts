import { describe, expect, it } from '@jest/globals';
import type { ChatMessage } from './chat.model.ts';
import { fitToContext } from './fit-to-context.ts';

/** A word is a token here, and a message costs eight more. */
const model = { contextWindow: 100, countTokens: (text: string) => text.split(' ').length };
const message = (role: ChatMessage['role'], words: number): ChatMessage => ({
  role,
  content: Array.from({ length: words }, () => 'x').join(' '),
});

describe('fitting a conversation into a context window', () => {
  it('keeps all of a short one', async () => {
    const messages = [message('system', 2), message('user', 5), message('assistant', 5), message('user', 5)];
    expect(await fitToContext(model, messages, 20)).toEqual(messages);
  });

  it('drops the oldest turns but never system messages or the question', async () => {
    const [system, oldest, older, newer, question] = [
      message('system', 2),
      message('user', 1),
      message('assistant', 40),
      message('user', 12),
      message('user', 20),
    ] as const;
    const fitted = await fitToContext(model, [system, oldest, older, newer, question], 10);
    expect(fitted).toEqual([system, newer, question]);
  });

  it('keeps the question even when it is too long by itself', async () => {
    const question = message('user', 500);
    expect(await fitToContext(model, [message('user', 1), question], 10)).toEqual([question]);
  });
});
