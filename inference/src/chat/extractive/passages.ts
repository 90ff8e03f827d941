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
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Every sentence of the sources and of the conversation before the question. Not the user's own questions, and not earlier answers of
 * this model, which only repeat their sources.
 */
export function collectPassages(
  earlier: ChatMessage[],
  sources: ChatSource[],
  isOwnAnswer: (text: string) => boolean,
): Passage[] {
  const passages = new Map<string, Passage>();
  for (const passage of allPassages(earlier, sources, isOwnAnswer)) {
    if (!passages.has(passage.text)) passages.set(passage.text, passage);
    if (passages.size === maxPassages) break;
  }
  return [...passages.values()];
}

function* allPassages(
  earlier: ChatMessage[],
  sources: ChatSource[],
  isOwnAnswer: (text: string) => boolean,
): Generator<Passage, void> {
  for (const { id, title, text } of sources) {
    for (const sentence of sentencesOf(text)) yield { sourceId: id, title, text: sentence };
  }
  for (const { role, content } of earlier.toReversed()) {
    if (role === 'system' || isOwnAnswer(content)) continue;
    const title = role === 'user' ? 'Your earlier message' : 'Earlier in this conversation';
    for (const sentence of sentencesOf(content)) {
      if (role !== 'user' || !sentence.endsWith('?')) yield { sourceId: 'conversation', title, text: sentence };
    }
  }
}

function* sentencesOf(text: string): Generator<string, void> {
  for (const line of text.split(/\n+/)) {
    for (const { segment } of segmenter.segment(line)) {
      const sentence = segment.trim().slice(0, maxSentenceLength);
      if (/[\p{L}\p{N}]/u.test(sentence)) yield sentence;
    }
  }
}
