import { describe, expect, it } from '@jest/globals';
import { ObjectId } from 'mongodb';
import type { MessageDocument } from '../messages/message.document.ts';
import { MessageRole } from '../messages/message-role.ts';
import { newMessage } from '../messages/new-message.ts';
import { createScriptedChatModel } from '../testing/scripted-chat.model.ts';
import { PromptBuilder } from './prompt.builder.ts';

const owner = { conversationId: new ObjectId(), userId: 'alice', now: new Date(0) };
const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(' ');

/** A branch of the given texts, the user's first, and the reply that continues it. */
function branchOf(texts: string[]): { branch: MessageDocument[]; reply: MessageDocument } {
  const nodes = [...texts, ''].map((content, index) => ({
    ...newMessage(owner, { parentId: null, depth: index + 1 }),
    _id: new ObjectId(),
    role: index % 2 === 0 ? MessageRole.USER : MessageRole.ASSISTANT,
    content,
  }));
  return { branch: nodes.slice(0, -1), reply: nodes.at(-1)! };
}

function builderFor(branch: MessageDocument[], { contextWindow = 400, contextMessages = 6 } = {}) {
  return new PromptBuilder({
    messages: {
      findBranchAbove: ({ depth }, { limit }) =>
        Promise.resolve(branch.filter(message => message.depth < depth).slice(-limit)),
    },
    memories: { findForRecall: () => Promise.resolve([]) },
    model: createScriptedChatModel({ contextWindow }),
    settings: { maxReplyTokens: 1000, contextMessages, contextMemories: 5 },
  });
}

describe('the prompt of a reply', () => {
  it('is the branch, oldest first, after the instructions', async () => {
    const { branch, reply } = branchOf(['Hi', 'Hello', 'How are you?']);
    const prompt = await builderFor(branch).build(reply, 'Be kind.');
    expect(prompt.messages).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'How are you?' },
    ]);
    expect(prompt).toMatchObject({ maxReplyTokens: 100, estimatedTokens: 2 + 1 + 1 + 3 + 4 * 8 });
  });

  it('drops whole messages from the old end until the window holds it', async () => {
    const { branch, reply } = branchOf([words(100, 'old'), words(100, 'middle'), words(150, 'new')]);
    const { messages } = await builderFor(branch).build(reply, 'Be kind.');
    expect(messages.map(({ content }) => content.split(' ')[0])).toEqual(['Be', 'middle', 'new']);
    expect(messages[1]!.content.split(' ')).toHaveLength(100);
  });

  it('begins with the same message for several turns once the beginning of the conversation does not fit', async () => {
    const texts = Array.from({ length: 31 }, (_, index) => words(12, `text${index + 1}`));
    const beginnings = [23, 25, 27, 29, 31].map(async length => {
      const { branch, reply } = branchOf(texts.slice(0, length));
      const builder = builderFor(branch, { contextWindow: 480, contextMessages: 100 });
      const { messages } = await builder.build(reply, null);
      return messages[0]!.content.split(' ')[0];
    });
    // The window of 360 tokens beside the reply holds 18 messages.
    expect(await Promise.all(beginnings)).toEqual(['text9', 'text9', 'text17', 'text17', 'text17']);
  });

  it('keeps what fits where cutting in steps would give up most of it', async () => {
    const { branch, reply } = branchOf(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    const { messages } = await builderFor(branch, { contextMessages: 4 }).build(reply, null);
    expect(messages.map(({ content }) => content)).toEqual(['9', '10', '11']);
    const { messages: fewer } = await builderFor(branch, { contextMessages: 10 }).build(reply, null);
    expect(fewer.map(({ content }) => content)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  });

  it('leaves out replies without text', async () => {
    const { branch, reply } = branchOf(['Hi', '', 'Anybody there?']);
    const { messages } = await builderFor(branch).build(reply, null);
    expect(messages.map(({ content }) => content)).toEqual(['Hi', 'Anybody there?']);
  });

  it('shows no more messages than the setting allows', async () => {
    const { branch, reply } = branchOf(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const { messages } = await builderFor(branch).build(reply, null);
    expect(messages.map(({ content }) => content)).toEqual(['4', '5', '6', '7', '8', '9']);
  });

  it('refuses a message that alone is too long rather than cutting it', async () => {
    const { branch, reply } = branchOf([words(350, 'word')]);
    await expect(builderFor(branch).build(reply, null)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'The message is too long for the model, which reads 400 tokens.',
    });
  });
});
