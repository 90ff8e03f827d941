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
  const terms = [...new Set(contentWords(question))];
  const documents = texts.map(contentWords);
  const averageLength = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length);
  const weights = new Map(
    terms.map(term => {
      const containing = documents.filter(words => words.includes(term)).length;
      const without = documents.length + imaginedTexts - containing;
      return [term, Math.log(1 + (without + 0.5) / (containing + 0.5))];
    }),
  );
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return texts.map(() => 0);
  return documents.map(words => {
    const lengthFactor = 1 - lengthWeight + (lengthWeight * words.length) / averageLength;
    let score = 0;
    for (const [term, weight] of weights) {
      const frequency = words.filter(word => word === term).length;
      score += (weight * frequency * (saturation + 1)) / (frequency + saturation * lengthFactor);
    }
    return Math.min(1, score / total);
  });
}
