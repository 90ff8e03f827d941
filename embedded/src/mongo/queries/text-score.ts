import type { Document } from 'bson';

const textScore = Symbol('textScore');

/** Attaches the relevance of a text search to a document, where neither BSON nor field access sees it. */
export function attachTextScore(document: Document, score: number): void {
  (document as Record<symbol, unknown>)[textScore] = score;
}

/** The relevance attached to a document, if any. */
export function textScoreOf(document: Document): number | undefined {
  return (document as Record<symbol, unknown>)[textScore] as number | undefined;
}
