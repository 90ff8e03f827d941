import type { LlamaContextSequence, Token } from 'node-llama-cpp';

/**
 * Tokens read at once. llama.cpp cannot be interrupted inside a batch, and 64 tokens of a 135M model take 0.2 s on two cores; larger
 * batches read no faster there.
 */
const batchSize = 64;

/** How many tokens at the front of the prompt the sequence has read already, for the conversation that continues. */
export function commonPrefix(sequence: LlamaContextSequence, tokens: Token[]): number {
  return sequence.compareContextTokens(tokens).firstDifferentIndex;
}

/**
 * Reads the prompt in small batches, all but its last token, so that an abort is noticed between them; node-llama-cpp alone would read
 * it in one piece. What the sequence already holds is not read again.
 */
export async function readPrompt(sequence: LlamaContextSequence, tokens: Token[], signal: AbortSignal): Promise<void> {
  const end = tokens.length - 1;
  await sequence.adaptStateToTokens(tokens.slice(0, end), false);
  for (let start = sequence.nextTokenIndex; start < end; start += batchSize) {
    signal.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, Math.min(end, start + batchSize)));
  }
  signal.throwIfAborted();
}
