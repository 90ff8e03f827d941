import { createHash } from 'node:crypto';

/** A vector made of the text's words: texts that share words are near, others are not. */
export function hashedEmbedding(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const index = createHash('sha1').update(word).digest().readUInt32BE(0) % dimensions;
    vector[index] = vector[index]! + 1;
  }
  return vector;
}
