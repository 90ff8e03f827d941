import { cancelledError, InferenceError } from '../../errors/index.ts';

interface Waiting<Slot> {
  take(slot: Slot): void;
}

/** Hands out a fixed number of slots, first come first served, with a bounded line of those who wait. */
export class SlotPool<Slot> {
  private readonly idle: Slot[];
  private readonly waiting: Waiting<Slot>[] = [];

  constructor(
    slots: Slot[],
    private readonly maxWaiting: number,
  ) {
    this.idle = [...slots];
  }

  /**
   * @param prefer picks among the idle slots the one that suits best, by the highest number
   * @throws InferenceError INFERENCE_RATE_LIMITED when the line is full, CANCELLED when the signal aborts
   */
  acquire(signal: AbortSignal, prefer: (slot: Slot) => number): Promise<Slot> {
    if (signal.aborted) return Promise.reject(cancelledError(signal.reason));
    const best = this.idle.toSorted((left, right) => prefer(right) - prefer(left))[0];
    if (best !== undefined) {
      this.idle.splice(this.idle.indexOf(best), 1);
      return Promise.resolve(best);
    }
    if (this.waiting.length >= this.maxWaiting) return Promise.reject(lineIsFull());
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(cancelledError(signal.reason));
      };
      const entry: Waiting<Slot> = {
        take: slot => {
          signal.removeEventListener('abort', leave);
          resolve(slot);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(entry);
    });
  }

  release(slot: Slot): void {
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(slot);
    else next.take(slot);
  }
}

const lineIsFull = () =>
  new InferenceError('The local language model is busy.', {
    code: 'INFERENCE_RATE_LIMITED',
    isRetryable: true,
    retryAfterMs: 5_000,
  });
