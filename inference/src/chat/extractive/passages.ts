import type { ChatMessage, ChatSource } from '../chat.model.ts';

/** A sentence that may answer, and where it comes from. */
export interface Passage {
  sourceId: string;
  title: string;
  text: string;
}

/** Bounds the work for one question; the newest turns of the conversation and the best sources come first. */
const maxPassages = 2_000;
const maxSentenceLength = 400;
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Every sentence of the sources and of the conversation before the question. Not the user's own questions, and not earlier answers of
 * this model, which only repeat their sources.
 */
export function collectPassages(
  earlier: ChatMessage[],
  sources: ChatSource[],
  isOwnAnswer: (text: string) => boolean,
): Passage[] {
  const fromSources = sources.flatMap(({ id, title, text }) =>
    split(text).map(sentence => ({ sourceId: id, title, text: sentence })),
  );
  const fromConversation = earlier.toReversed().flatMap(({ role, content }) => {
    if (role === 'system' || isOwnAnswer(content)) return [];
    const title = role === 'user' ? 'Your earlier message' : 'Earlier in this conversation';
    return split(content)
      .filter(sentence => role !== 'user' || !sentence.endsWith('?'))
      .map(sentence => ({ sourceId: 'conversation', title, text: sentence }));
  });
  const seen = new Set<string>();
  return [...fromSources, ...fromConversation]
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .slice(0, maxPassages);
}

const split = (text: string): string[] =>
  text
    .split(/\n+/)
    .flatMap(line => [...sentences.segment(line)].map(({ segment }) => segment.trim().slice(0, maxSentenceLength)))
    .filter(sentence => /[\p{L}\p{N}]/u.test(sentence));
