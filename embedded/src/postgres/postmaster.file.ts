import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What a running server says about itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Whether it accepts connections; otherwise it is starting, recovering or stopping. */
  readonly ready: boolean;
}

const fileName = 'postmaster.pid';

/** Reads the contents of `postmaster.pid`: pid, data directory, start time, port, socket folder, address, memory key, status. */
export function parsePostmasterFile(text: string): (Postmaster & { dataDirectory: string }) | null {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1 || !Number.isInteger(port) || port <= 0) return null;
  return { pid, port, dataDirectory: lines[1] ?? '', ready: lines[7]?.trim() === 'ready' };
}

/**
 * Finds the server that runs on this cluster. The file alone proves nothing: after a kill -9 it stays, and its number may by
 * now belong to any process (in a container almost certainly to one of the same few).
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(path.join(cluster, fileName), 'utf8').catch(() => '');
  const found = parsePostmasterFile(text);
  return found !== null && (await runsOn(found, cluster)) ? found : null;
}

async function runsOn(found: { pid: number; dataDirectory: string }, cluster: string): Promise<boolean> {
  try {
    const here = await realpath(cluster);
    // PostgreSQL makes the data directory its working directory; a zombie has none.
    if (process.platform === 'linux') return (await readlink(`/proc/${found.pid}/cwd`)) === here;
    process.kill(found.pid, 0);
    return path.resolve(found.dataDirectory) === path.resolve(cluster) || found.dataDirectory === here;
  } catch {
    return false;
  }
}

/**
 * Before a start: when the number in a stale file belongs to a living stranger, PostgreSQL would take that for its
 * predecessor and refuse. Our own number it ignores, being its parent's; what else it checks, the shared memory of orphaned
 * backends, must stay, so the file may not simply be deleted.
 */
export async function disarmStaleFile(cluster: string): Promise<void> {
  const file = path.join(cluster, fileName);
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = parsePostmasterFile(text);
  if (found === null || found.pid === process.pid || !isAlive(found.pid) || (await runsOn(found, cluster))) return;
  await writeFile(file, text.replace(/^\d+/, String(process.pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
