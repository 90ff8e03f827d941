import { contentWords } from './content-words.ts';

const saturation = 1.2;
const lengthWeight = 0.75;
/** Texts without any of the words, imagined beside the real ones, so that words of a handful of texts do not count as common. */
const imaginedTexts = 20;

/**
 * How far each text answers the question by its words: Okapi BM25 (Robertson and Zaragoza, 2009) with the texts as the collection,
 * divided by the weight of the whole question, so that 1 means every word of it is there.
 */
export function lexicalRelevance(question: string, texts: string[]): number[] {
  const terms = new Set(contentWords(question));
  const documents = texts.map(text => {
    const words = contentWords(text);
    return { length: words.length, frequencies: countEach(words.filter(word => terms.has(word))) };
  });
  const averageLength = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length);
  const containing = countEach(documents.flatMap(({ frequencies }) => [...frequencies.keys()]));
  const weights = new Map(
    [...terms].map(term => {
      const holding = containing.get(term) ?? 0;
      const without = documents.length + imaginedTexts - holding;
      return [term, Math.log(1 + (without + 0.5) / (holding + 0.5))];
    }),
  );
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return texts.map(() => 0);
  return documents.map(({ length, frequencies }) => {
    const lengthFactor = 1 - lengthWeight + (lengthWeight * length) / averageLength;
    let score = 0;
    for (const [term, frequency] of frequencies) {
      score += (weights.get(term)! * frequency * (saturation + 1)) / (frequency + saturation * lengthFactor);
    }
    return Math.min(1, score / total);
  });
}

function countEach(words: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
