import { chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Copies the data folder of a stopped server. Keeps modes and owners, which `cpSync` does not and PostgreSQL insists on.
 */
export function copyDataFolder(source: string, destination: string): void {
  const { mode, uid, gid } = lstatSync(source);
  mkdirSync(destination, { recursive: true, mode: mode & 0o777 });
  giveTo(destination, uid, gid);
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = path.join(source, entry.name);
    const to = path.join(destination, entry.name);
    if (entry.isDirectory()) copyDataFolder(from, to);
    else if (entry.isFile()) copyFile(from, to);
  }
}

function copyFile(from: string, to: string): void {
  const { mode, uid, gid } = lstatSync(from);
  writeFileSync(to, readFileSync(from), { mode: mode & 0o777 });
  giveTo(to, uid, gid);
}

function giveTo(file: string, uid: number, gid: number): void {
  if (uid !== process.getuid?.() && process.getuid !== undefined) chownSync(file, uid, gid);
}
