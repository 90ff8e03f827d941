import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until `condition` holds. @throws Error after `timeoutMs`, naming what was awaited. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 5000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await sleep(5);
  }
}

/** Random numbers that are the same in every run: `random()` is in [0, 1). */
export function seededRandom(seed = 42): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
