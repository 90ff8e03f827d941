import { cosine, type EmbeddingModel } from '../../embeddings/index.ts';
import { lexicalRelevance } from './lexical-relevance.ts';
import type { Passage } from './passages.ts';

export interface RankedPassage extends Passage {
  /** 0 to 1. */
  score: number;
}

/**
 * Passages that share less with the question are no answer. With the local embedding model unrelated sentences stay below a cosine
 * of 0.3, answers in other words start at 0.4.
 */
const leastLexical = 0.3;
const leastCosine = 0.4;
/** A text takes 5 ms to embed, so only the best by their words, and the first of the others, are compared by meaning. */
const maxEmbedded = 64;

/** The passages that answer the question, best first: by their words and, with an embedding model, by their meaning. */
export async function rankPassages(
  question: string,
  passages: Passage[],
  embeddings: EmbeddingModel | null,
  signal: AbortSignal,
): Promise<RankedPassage[]> {
  const lexical = lexicalRelevance(
    question,
    passages.map(({ text }) => text),
  );
  const candidates = passages
    .map((passage, index) => ({ passage, lexical: lexical[index]!, meaning: 0 }))
    .sort((left, right) => right.lexical - left.lexical);
  if (embeddings !== null && candidates.length > 0) {
    const compared = candidates.slice(0, maxEmbedded);
    const [asked, ...vectors] = await embeddings.embed(
      [question, ...compared.map(({ passage }) => passage.text)],
      signal,
    );
    for (const [index, vector] of vectors.entries()) compared[index]!.meaning = cosine(asked!, vector);
  }
  return candidates
    .filter(({ lexical, meaning }) => lexical >= leastLexical || meaning >= leastCosine)
    .map(({ passage, lexical, meaning }) => ({ ...passage, score: Math.min(1, Math.max(lexical, meaning)) }))
    .sort((left, right) => right.score - left.score);
}
