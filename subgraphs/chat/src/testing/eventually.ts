import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until the condition holds. @throws Error after `withinMs`. */
export async function eventually(condition: () => boolean | Promise<boolean>, { withinMs = 5000 } = {}): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Not true within ${withinMs} ms: ${condition}`);
    await sleep(5);
  }
}
