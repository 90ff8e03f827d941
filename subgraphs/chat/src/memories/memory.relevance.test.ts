import { describe, expect, it } from '@jest/globals';
import { ObjectId } from 'mongodb';
import { MemoryKind } from './memory-kind.ts';
import type { MemoryDocument } from './memory.document.ts';
import { relevantMemories } from './memory.relevance.ts';

const memory = (content: string, more: Partial<MemoryDocument> = {}): MemoryDocument => ({
  _id: new ObjectId(),
  user_id: 'alice',
  conversation_id: null,
  memory_type: MemoryKind.FACT,
  content,
  question: null,
  context: null,
  importance: 0.5,
  rating: null,
  tags: [],
  metadata: {},
  created_at: new Date(0),
  updated_at: new Date(0),
  expires_at: null,
  ...more,
});
const recall = (memories: MemoryDocument[], question: string, limit = 10) =>
  relevantMemories(memories, question, limit).map(({ content }) => content);

describe('recalling memories', () => {
  it('takes those that share words with the question, in content, question or tags', () => {
    const memories = [
      memory('My cat is called Mia'),
      memory('The bicycle is red'),
      memory('42', { question: 'How old is the cat?' }),
      memory('Whiskas', { tags: ['CAT'] }),
    ];
    expect(new Set(recall(memories, 'What does the cat eat?'))).toEqual(
      new Set(['My cat is called Mia', '42', 'Whiskas']),
    );
  });

  it('does not take words of grammar for a relation', () => {
    expect(recall([memory('The bicycle is what you have')], 'What is the plan that you have?')).toEqual([]);
  });

  it('always takes preferences and what is very important', () => {
    const memories = [
      memory('Short answers', { memory_type: MemoryKind.PREFERENCE }),
      memory('Allergic to nuts', { importance: 1 }),
    ];
    expect(recall(memories, 'Hello')).toHaveLength(2);
  });

  it('puts rare shared words and important memories first, and takes no more than the limit', () => {
    const memories = [
      memory('garden roses'),
      memory('garden shed', { importance: 0.8 }),
      memory('garden penguin'),
      memory('garden fence', { importance: 0.1 }),
    ];
    expect(recall(memories, 'a penguin in the garden', 3)).toEqual(['garden penguin', 'garden shed', 'garden roses']);
  });

  it('knows a long memory by its tags and its beginning', () => {
    const filling = 'filling '.repeat(600);
    const early = memory(`The cat is called Mia. ${filling}`);
    const late = memory(`${filling} The cat is called Mia.`);
    const tagged = memory(filling, { tags: ['cat'] });
    expect(relevantMemories([early, late, tagged], 'What is my cat called?', 9)).toEqual([early, tagged]);
  });
});
