import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again, more slowly over time, until what it sees is what was waited for, or the time is over. */
export async function lookUntil<Value>(
  look: () => Promise<Value>,
  isDone: (value: Value) => boolean,
  waitMs: number,
): Promise<Value> {
  const deadline = performance.now() + waitMs;
  for (let delay = 5; ; delay = Math.min(delay * 2, 100)) {
    const value = await look();
    if (isDone(value) || performance.now() >= deadline) return value;
    await sleep(delay);
  }
}
