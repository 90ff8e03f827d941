import { isDeepStrictEqual } from 'node:util';
import type { Contestant } from '../contestants/contestant.ts';
import { postOperation } from '../load/graphql-post.ts';

/**
 * Asks every contestant every query. Answers how many answers of the others were the first one's byte for byte.
 * @throws Error when two disagree about the data.
 */
export async function checkAnswers(
  [first, ...others]: readonly Contestant[],
  queries: readonly string[],
): Promise<{ compared: number; identicalBytes: number }> {
  if (first === undefined) return { compared: 0, identicalBytes: 0 };
  let compared = 0;
  let identicalBytes = 0;
  for (const query of queries) {
    const expected = (await postOperation(first.url, query)).trimEnd();
    const data = JSON.parse(expected) as unknown;
    for (const other of others) {
      // Apollo Server ends its answers with a line break.
      const answer = (await postOperation(other.url, query)).trimEnd();
      compared += 1;
      if (answer === expected) identicalBytes += 1;
      else if (!isDeepStrictEqual(JSON.parse(answer), data))
        throw new Error(`${other.name} does not answer as ${first.name} does:\n${query}`);
    }
  }
  return { compared, identicalBytes };
}
