// Imported into every measured process, ours and the peers' alike: tells what it uses. It costs nothing until it is asked.
import { setImmediate } from 'node:timers/promises';
import { offerCommands } from './commands.ts';

export interface ProcessMemory {
  /** All in bytes. */
  readonly rss: number;
  readonly heapUsed: number;
  /** Outside of the heap, but held by objects in it: buffers. */
  readonly external: number;
}

offerCommands({
  /** User and system time of all threads, in milliseconds. */
  cpu: (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  /** After everything that can be collected was, where the process runs with --expose-gc. */
  memory: async (): Promise<ProcessMemory> => {
    // What a collection finalises is free only for the next.
    for (let turn = 0; turn < 3; turn += 1) {
      globalThis.gc?.();
      await setImmediate();
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, heapUsed, external };
  },
  /** What keeps the process alive, by kind, and how many of each. */
  handles: (): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  },
});
