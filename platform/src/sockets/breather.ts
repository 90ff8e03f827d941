import { setImmediate } from 'node:timers/promises';

/**
 * Lets the event loop turn now and then. A stream whose events are at hand and whose client reads fast would otherwise run on
 * promises alone, and nobody else, not even the news that its client has left, would get a turn.
 */
export function createBreather(every = 32): () => Promise<void> | undefined {
  let count = 0;
  return () => {
    count += 1;
    return count % every === 0 ? setImmediate() : undefined;
  };
}
