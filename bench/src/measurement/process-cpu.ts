import { readFileSync } from 'node:fs';

/** Linux counts the CPU time that it shows to programs in hundredths of a second. */
const millisecondsPerTick = 10;

/** Places in /proc/PID/stat, counted from the field behind the program's name. */
const fields = { own: [11, 12], endedChildren: [13, 14] } as const;

/**
 * CPU time, user and system, that a process has used in all its threads, in milliseconds to the next 10; NaN where there is no
 * /proc.
 */
export function cpuTime(pid: number, { withEndedChildren = false } = {}): number {
  if (process.platform !== 'linux') return Number.NaN;
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name is in parentheses and may contain spaces and parentheses itself.
  const values = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const places = withEndedChildren ? [...fields.own, ...fields.endedChildren] : fields.own;
  return places.reduce((sum, place) => sum + Number(values[place]), 0) * millisecondsPerTick;
}
