import { StreamOrderError, type StreamEntry } from './stream-store.ts';

/** @throws StreamOrderError unless the entries' sequences are whole numbers from 1 that follow each other. */
export function requireConsecutive(stream: string, entries: readonly StreamEntry[]): void {
  entries.forEach(({ sequence }, index) => {
    const previous = entries[index - 1]?.sequence;
    const fits = previous === undefined ? Number.isSafeInteger(sequence) && sequence >= 1 : sequence === previous + 1;
    if (!fits) throw new StreamOrderError(`Entry ${sequence} of stream ${stream} follows ${previous ?? 'nothing'}.`);
  });
}

/**
 * The entries that are newer than what the stream holds.
 * @throws StreamOrderError when they do not connect to `last`, the newest entry there (0 for none).
 */
export function newerEntries(stream: string, last: number, entries: readonly StreamEntry[]): StreamEntry[] {
  const newer = entries.filter(entry => entry.sequence > last);
  const [first] = newer;
  if (first !== undefined && last > 0 && first.sequence !== last + 1) {
    throw new StreamOrderError(`Entry ${first.sequence} of stream ${stream} follows ${last}.`);
  }
  return newer;
}

/** @throws RangeError unless `after` is a whole number from 0. */
export function requireValidAfter(after: number): void {
  if (!Number.isSafeInteger(after) || after < 0) throw new RangeError(`Nothing can be read after entry ${after}.`);
}
