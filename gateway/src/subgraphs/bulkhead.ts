import { abortError } from '../deadlines/index.ts';

/** Lets a number of works run at a time, and a number wait, so that one slow subgraph cannot take all of the process. */
export interface Bulkhead {
  /**
   * A promise of a place, or undefined when there is one at once. Whoever got one must `leave`. @throws BulkheadFullError when too
   * many wait; rejects with what the signal was aborted with.
   */
  enter(signal: AbortSignal): Promise<void> | undefined;
  leave(): void;
  readonly running: number;
  readonly waiting: number;
}

/** So many are waiting that waiting makes no sense. */
export class BulkheadFullError extends Error {
  override readonly name = 'BulkheadFullError';
}

/**
 * First come, first served. Cockatiel's bulkhead keeps the place in the queue of those who left, so that clients who come and go
 * could fill it; here they leave the queue.
 */
export function createBulkhead({ places, maxWaiting }: { places: number; maxWaiting: number }): Bulkhead {
  let running = 0;
  // A Set remembers the order and forgets anyone at once.
  const queue = new Set<() => void>();
  return {
    enter(signal) {
      if (running < places) {
        running += 1;
        return undefined;
      }
      if (queue.size >= maxWaiting) throw new BulkheadFullError(`${running} are running and ${queue.size} waiting.`);
      return new Promise((resolve, reject) => {
        const admit = () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = () => {
          queue.delete(admit);
          reject(abortError(signal));
        };
        if (signal.aborted) return giveUp();
        queue.add(admit);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
    leave() {
      const [next] = queue;
      if (next === undefined) {
        running -= 1;
        return;
      }
      // The place goes from hand to hand.
      queue.delete(next);
      next();
    },
    get running() {
      return running;
    },
    get waiting() {
      return queue.size;
    },
  };
}
