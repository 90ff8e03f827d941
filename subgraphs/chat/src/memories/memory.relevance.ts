import { MemoryKind } from './memory-kind.ts';
import type { MemoryDocument } from './memory.document.ts';

/** From this importance on a memory is recalled whatever is asked. */
const alwaysFrom = 0.9;
/** A long memory is known by its beginning; comparing hundreds of whole ones would hold up the process. */
const comparedCharacters = 4000;
/** Shorter words are mostly grammar. */
const minWordLength = 3;
/** The grammar among the words that are that long, in the language that most models are asked in. */
const grammar = new Set(
  (
    'and any are but can did does for from had has have her him his how its may not our out she should that the their them ' +
    'then there they this was were what when where which who why will with would you your'
  ).split(' '),
);

/**
 * The memories that belong to a question, best first: preferences always, others when they share words with it or are very
 * important. Words that many memories have tell less than rare ones.
 */
export function relevantMemories(memories: MemoryDocument[], question: string, limit: number): MemoryDocument[] {
  const asked = wordsOf(question);
  const compared = memories.map(memory => ({
    memory,
    shared: [...wordsOf(textOf(memory).slice(0, comparedCharacters))].filter(word => asked.has(word)),
  }));
  const frequency = new Map<string, number>();
  for (const word of compared.flatMap(({ shared }) => shared)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log(1 + memories.length / (frequency.get(word) ?? 1));

  const scored = compared.map(({ memory, shared }) => {
    const isRelevant =
      memory.memory_type === MemoryKind.PREFERENCE || memory.importance >= alwaysFrom || shared.length > 0;
    const overlap = shared.reduce((sum, word) => sum + rarity(word), 0);
    return { memory, isRelevant, score: (overlap + 0.1) * (0.5 + memory.importance) };
  });
  return scored
    .filter(({ isRelevant }) => isRelevant)
    .sort((left, right) => right.score - left.score)
    .slice(0, limit)
    .map(({ memory }) => memory);
}

const textOf = ({ question, content, tags }: MemoryDocument) => [question ?? '', ...tags, content].join(' ');

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter(word => /\p{N}/u.test(word) || (word.length >= minWordLength && !grammar.has(word))));
}
